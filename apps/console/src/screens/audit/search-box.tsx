import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { IconSearch } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';

/** Milliseconds without a key that mean that a word is finished. */
const PAUSE = 400;

interface SearchBoxProps {
  text: string;
  onText: (text: string) => void;
  error: string | undefined;
}

/** One box for everything; looks as soon as the writer pauses, or by Enter. */
export function SearchBox({ text, onText, error }: SearchBoxProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (text !== known) {
    // Somebody else changed it: a chip was taken away, or the browser went back.
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
      className={classes.box}
      type="search"
      aria-label={t.audit.search.label}
      placeholder={t.audit.search.placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={t.audit.search.remove(t.audit.search.field.q)}
            onClick={() => setTyped('')}
          />
        )
      }
      maxLength={256}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onText(typed.trim())}
      error={error}
      spellCheck={false}
    />
  );
}
