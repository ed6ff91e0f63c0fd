import { Autocomplete, Group, Select, Text, Textarea, TextInput } from '@mantine/core';
import type { Source, SourcePath } from '../../../api/target-settings.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { faultsAt } from '../draft/faults.js';
import { FaultPlace } from './fault-place.js';
import { kindOf, sourceOf, type SourceKind, textOf } from './rules.js';
import classes from './source-input.module.css';

const texts = t.targetSettings.source;
const KINDS: SourceKind[] = ['path', 'constant', 'expression'];
const EMPTY: readonly SourcePath[] = [];

interface SourceInputProps {
  /** What it is the source of, for those who don't see where it stands. */
  label: string;
  /** Path of its faults. */
  at: string;
  source: Source;
  sources: readonly SourcePath[] | undefined;
  onChange: (source: Source) => void;
}

/** Where a value comes from: an attribute of the list or by name, a fixed text, or an expression. */
export function SourceInput({ label, at, source, sources = EMPTY, onChange }: SourceInputProps) {
  const { readOnly, check } = useDraft();
  const kind = kindOf(source);
  const text = textOf(source);
  const whole = useFault(at);
  const own = useFault(`${at}.${kind}`);
  const error = [whole, own].filter((words) => words !== undefined).join(' ') || undefined;
  const position = faultsAt(check.faults, `${at}.${kind}`)[0]?.position;
  const field = {
    value: text,
    error,
    readOnly,
    size: 'sm',
    spellCheck: false,
    'aria-label': `${label}: ${texts[kind]}`,
  } as const;
  const set = (next: string): void => onChange(sourceOf(kind, next));
  return (
    <div className={classes.source}>
      <Select
        aria-label={texts.kind(label)}
        data={KINDS.map((value) => ({ value, label: texts[value] }))}
        value={kind}
        onChange={(next) => next !== null && onChange(sourceOf(next as SourceKind, carried(kind, next, text)))}
        allowDeselect={false}
        readOnly={readOnly}
        size="sm"
        className={classes.kind}
      />
      <div className={classes.value}>
        {kind === 'path' && (
          <Autocomplete
            {...field}
            placeholder={texts.pathHint}
            data={sources.map(({ path }) => path)}
            onChange={set}
            limit={60}
            renderOption={({ option }) => <Option found={sources.find(({ path }) => path === option.value)} />}
          />
        )}
        {kind === 'constant' && <TextInput {...field} onChange={(event) => set(event.currentTarget.value)} />}
        {kind === 'expression' && (
          <Textarea
            {...field}
            autosize
            minRows={1}
            maxRows={8}
            placeholder={texts.expressionHint}
            onChange={(event) => set(event.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        )}
        {position !== undefined && <FaultPlace text={text} position={position} />}
      </div>
    </div>
  );
}

/** An attribute begins an expression; anything else begins anew. */
function carried(from: SourceKind, to: string, text: string): string {
  if (from === 'path' && to === 'expression' && /^[\w.]+$/.test(text)) return `user.${text}`;
  return from === 'expression' && to === 'path' && /^user\.[\w.]+$/.test(text) ? text.slice('user.'.length) : '';
}

function Option({ found }: { found: SourcePath | undefined }) {
  if (found === undefined) return null;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" w="100%">
      <Text size="sm" className={classes.path}>
        {found.path}
      </Text>
      <Text size="xs" c="dimmed" className={classes.example}>
        {found.example ?? texts.nobodyHas}
      </Text>
    </Group>
  );
}
