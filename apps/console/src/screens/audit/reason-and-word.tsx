import { Stack, Textarea, TextInput } from '@mantine/core';
import { t } from '../../texts/en.js';

const texts = t.audit.removal;

export interface Confirming {
  reason: string;
  typed: string;
}

interface ReasonAndWordProps {
  word: string;
  reasonHint: string;
  value: Confirming;
  onChange: (value: Confirming) => void;
  /** What the server says of the reason. */
  error?: string;
}

/** Why something is taken out for good, and that it is meant. */
export function ReasonAndWord({ word, reasonHint, value, onChange, error }: ReasonAndWordProps) {
  return (
    <Stack gap="md">
      <Textarea
        label={texts.reason}
        description={reasonHint}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={value.reason}
        // The server takes one line.
        onChange={(event) => onChange({ ...value, reason: event.currentTarget.value.replace(/[\n\t]+/g, ' ') })}
        error={error}
      />
      <TextInput
        label={t.common.confirm.type(word)}
        value={value.typed}
        onChange={(event) => onChange({ ...value, typed: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
    </Stack>
  );
}

export const isConfirmed = ({ reason, typed }: Confirming, word: string): boolean =>
  reason.trim() !== '' && typed.trim() === word;
