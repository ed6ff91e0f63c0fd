import { CloseButton, TextInput } from '@mantine/core';
import { t } from '../texts/en.js';
import { IconSearch } from './icons.js';
import { usePausedText } from './use-paused-text.js';

/** Milliseconds. */
const PAUSE = 300;

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
}

/** Text that a list is searched for, as soon as the writer pauses. */
export function SearchField({ label, placeholder, text, onText }: SearchFieldProps) {
  const [typed, setTyped] = usePausedText(text, onText, PAUSE);
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
