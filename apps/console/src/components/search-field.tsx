import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { t } from '../texts/en.js';
import { IconSearch } from './icons.js';

/** Milliseconds without a key that mean that a word is finished. */
const PAUSE = 300;

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
}

/** Text that a list is searched for, as soon as the writer pauses. */
export function SearchField({ label, placeholder, text, onText }: SearchFieldProps) {
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
    const timer = window.setTimeout(() => latest.current(typed.trim()), PAUSE);
    return () => window.clearTimeout(timer);
  }, [typed, text]);

  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed !== '' && <CloseButton size="sm" aria-label={t.common.clear} onClick={() => setTyped('')} />}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
