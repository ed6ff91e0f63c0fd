import { useCallback, useEffect, useRef, useState } from 'react';
import { tellFailure } from './tell.js';

/**
 * What failed of a form, which shows it; told at the edge of the screen when the form was closed in the meantime, for
 * what was sent isn't taken back by that.
 */
export function useFailure(): [failure: unknown, setFailure: (failure: unknown) => void] {
  const [failure, setFailure] = useState<unknown>();
  const closed = useRef(false);
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
    };
  }, []);
  const show = useCallback((error: unknown) => {
    if (!closed.current) setFailure(error);
    else if (error !== undefined) tellFailure(error);
  }, []);
  return [failure, show];
}
