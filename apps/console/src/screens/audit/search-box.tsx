import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '../../components/icons.js';
import { usePausedText } from '../../components/use-paused-text.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';

/** Milliseconds. */
const PAUSE = 400;

interface SearchBoxProps {
  text: string;
  onText: (text: string) => void;
  error: string | undefined;
}

/** One box for everything; looks as soon as the writer pauses, or by Enter. */
export function SearchBox({ text, onText, error }: SearchBoxProps) {
  const [typed, setTyped] = usePausedText(text, onText, PAUSE);
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
