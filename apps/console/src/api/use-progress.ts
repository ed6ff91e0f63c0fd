import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestOptions } from './client.js';
import { ndjson } from './ndjson.js';

export interface Progress<T> {
  /** Every line so far, the last one the result by convention. */
  lines: readonly T[];
  /** It was started, now or before. */
  begun: boolean;
  running: boolean;
  error: unknown;
  start(path: string, options?: RequestOptions): void;
  /** Reads no further; what the server does by itself goes on. */
  stop(): void;
}

/** An answer that tells its progress line by line. */
export function useProgress<T>(): Progress<T> {
  const [lines, setLines] = useState<readonly T[]>([]);
  const [begun, setBegun] = useState(false);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const over = useRef<AbortController>(undefined);
  const stop = useCallback(() => over.current?.abort(), []);

  const start = useCallback((path: string, options: RequestOptions = {}) => {
    over.current?.abort();
    const controller = new AbortController();
    over.current = controller;
    setLines([]);
    setError(undefined);
    setBegun(true);
    setRunning(true);
    void (async () => {
      try {
        for await (const line of ndjson<T>(path, { ...options, signal: controller.signal }))
          setLines((before) => [...before, line]);
      } catch (failure) {
        if (!controller.signal.aborted) setError(failure);
      } finally {
        if (over.current === controller) setRunning(false);
      }
    })();
  }, []);

  useEffect(() => stop, [stop]);
  return { lines, begun, running, error, start, stop };
}
