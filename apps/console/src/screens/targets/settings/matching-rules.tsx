import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { type MatchingRule, useSources } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { IconPlus } from '../../../components/icons.js';
import { OrderButtons } from '../../../components/order-buttons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { moved } from '../mapping/rules.js';
import { SourceInput } from '../mapping/source-input.js';
import classes from './settings.module.css';

const texts = t.targetSettings.matching;
const KINDS = ['login', 'email', 'meta'] as const;
const MOST = 10;

/** How an account is found that was there before Usher, in order. */
export function MatchingRules() {
  const { settings, readOnly, edit } = useDraft();
  const { matching } = settings;
  const set = (rules: MatchingRule[]): void => edit({ matching: rules });
  return (
    <Panel title={texts.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.lead}
      </Text>
      {matching.length === 0 && (
        <Text size="sm" fw={600} mb="sm">
          {texts.none}
        </Text>
      )}
      <ol className={classes.rows}>
        {matching.map((rule, index) => (
          <li key={index} className={classes.row}>
            <Rule rule={rule} index={index} onChange={(next) => set(matching.with(index, next))} />
            {!readOnly && (
              <OrderButtons
                index={index}
                count={matching.length}
                labels={{ up: texts.up(index + 1), down: texts.down(index + 1), remove: texts.remove(index + 1) }}
                onMove={(to) => set(moved(matching, index, to))}
                onRemove={() => set(matching.toSpliced(index, 1))}
              />
            )}
          </li>
        ))}
      </ol>
      {!readOnly && matching.length < MOST && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set([...matching, fresh(matching)])}
        >
          {texts.add}
        </Button>
      )}
    </Panel>
  );
}

interface RuleProps {
  rule: MatchingRule;
  index: number;
  onChange: (rule: MatchingRule) => void;
}

function Rule({ rule, index, onChange }: RuleProps) {
  const { target, readOnly } = useDraft();
  const sources = useSources(target.connection);
  const error = useFault(`matching[${index}].by`);
  const keyFault = useFault(`matching[${index}].key`);
  const meta = rule.by === 'meta' ? rule : undefined;
  return (
    <Stack gap="xs" className={classes.grow}>
      <Select
        aria-label={texts.by(index + 1)}
        data={KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
        value={rule.by}
        onChange={(by) => by !== null && onChange(ofKind(by as MatchingRule['by']))}
        allowDeselect={false}
        readOnly={readOnly}
        error={error}
        size="sm"
        maw={360}
      />
      {meta !== undefined && (
        <>
          <TextInput
            label={texts.key}
            value={meta.key}
            onChange={(event) => onChange({ ...meta, key: event.currentTarget.value.trim() })}
            readOnly={readOnly}
            error={keyFault}
            spellCheck={false}
            size="sm"
            maw={360}
          />
          <Text size="sm" fw={500}>
            {texts.from}
          </Text>
          <SourceInput
            label={texts.from}
            at={`matching[${index}].from`}
            source={meta.from}
            sources={sources.data}
            onChange={(from) => onChange({ ...meta, from })}
          />
        </>
      )}
    </Stack>
  );
}

const ofKind = (by: MatchingRule['by']): MatchingRule =>
  by === 'meta' ? { by, key: '', from: { path: 'externalId' } } : { by };

function fresh(rules: readonly MatchingRule[]): MatchingRule {
  return ofKind(KINDS.find((kind) => rules.every(({ by }) => by !== kind)) ?? 'meta');
}
