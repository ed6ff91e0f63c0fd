import { useEffect, useRef, useState } from 'react';
import type { ApiError } from './api-error.js';
import { listen, type StreamEvent, type StreamState } from './event-stream.js';

/**
 * Listens as long as the component is there.
 *
 * @param path null: not at all
 */
export function useEventStream(
  path: string | null,
  onEvent: (event: StreamEvent) => void,
): { state: StreamState; error: ApiError | undefined } {
  const [state, setState] = useState<StreamState>('connecting');
  const [error, setError] = useState<ApiError>();
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  useEffect(() => {
    if (path === null) return;
    return listen(path, { onEvent: (event) => latest.current(event), onState: setState, onEnd: setError });
  }, [path]);
  return { state, error };
}
