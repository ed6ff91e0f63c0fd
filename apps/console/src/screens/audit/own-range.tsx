import { Group, TextInput } from '@mantine/core';
import { t } from '../../texts/en.js';
import { fromField, toField } from './local-time.js';

const texts = t.audit.search;

interface OwnRangeProps {
  from: string | undefined;
  to: string | undefined;
  onRange: (range: { from?: string; to?: string }) => void;
  fault: { field: string; message: string } | undefined;
}

/** From when until when, in the browser's own zone. */
export function OwnRange({ from, to, onRange, fault }: OwnRangeProps) {
  const isWrong = from !== undefined && to !== undefined && from >= to;
  const errorOf = (field: string): string | undefined => (fault?.field === field ? fault.message : undefined);
  return (
    <Group gap="md" mt="sm" align="flex-start">
      <TextInput
        key={`from ${from ?? ''}`}
        type="datetime-local"
        label={texts.field.from}
        defaultValue={toField(from)}
        onBlur={(event) => onRange({ from: fromField(event.currentTarget.value), to })}
        error={errorOf('from') ?? (isWrong ? texts.order : undefined)}
      />
      <TextInput
        key={`to ${to ?? ''}`}
        type="datetime-local"
        label={texts.field.to}
        defaultValue={toField(to)}
        onBlur={(event) => onRange({ from, to: fromField(event.currentTarget.value) })}
        error={errorOf('to')}
      />
    </Group>
  );
}
