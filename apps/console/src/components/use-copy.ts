import { useClipboard } from '@mantine/hooks';
import { type RefObject, useEffect } from 'react';

/** Milliseconds. */
const TOLD = 1_600;

/**
 * Copies a text. Where the browser doesn't let a page copy, as without HTTPS, what is shown of it is selected, so that a
 * key does.
 */
export function useCopy(text: string, shown: RefObject<HTMLElement | null>) {
  const { copied, error, copy } = useClipboard({ timeout: TOLD });
  useEffect(() => {
    if (error && shown.current) getSelection()?.selectAllChildren(shown.current);
  }, [error, shown]);
  return { copied, failed: error !== null, copy: () => copy(text) };
}
