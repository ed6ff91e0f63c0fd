import { useEffect, useRef, useState } from 'react';

/**
 * What is being typed, which is told as soon as the writer pauses.
 * @param text as it was told last, or as somebody else has set it since
 * @param pause milliseconds without a key that mean that a word is finished
 */
export function usePausedText(
  text: string,
  onText: (text: string) => void,
  pause: number,
): [typed: string, setTyped: (typed: string) => void] {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (text !== known) {
    // Somebody else changed it: the filters were cleared, or the browser went back.
    setKnown(text);
    if (typed.trim() !== text) setTyped(text);
  }
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = window.setTimeout(() => latest.current(typed.trim()), pause);
    return () => window.clearTimeout(timer);
  }, [typed, text, pause]);
  return [typed, setTyped];
}
