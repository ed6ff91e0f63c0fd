import {
  ActionIcon,
  Button,
  Collapse,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useId } from 'react';
import type { MappingRule, SourcePath } from '../../../api/target-settings.js';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '../../../components/icons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { faultsWithin } from '../draft/faults.js';
import { Destination } from './destination.js';
import type { PreviewValue } from './preview.js';
import classes from './rule-row.module.css';
import { fieldLabel, RuleSummary } from './rule-summary.js';
import { isNeeded, metaKeyOf, withOptions } from './rules.js';
import { SourceList } from './source-list.js';

const texts = t.targetSettings.mapping;

interface RuleRowProps {
  rule: MappingRule;
  index: number;
  count: number;
  opened: boolean;
  sources: readonly SourcePath[] | undefined;
  value: PreviewValue | undefined;
  onToggle: () => void;
  onChange: (rule: MappingRule) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** One field of the account: a line, and the editor of it when it is opened. */
export function RuleRow(props: RuleRowProps) {
  const { rule, index, opened, value, onToggle } = props;
  const { check } = useDraft();
  const id = useId();
  const faulty = faultsWithin(check.faults, `mapping[${index}]`).length > 0;
  return (
    <li className={classes.rule} data-open={opened || undefined}>
      <UnstyledButton
        className={classes.head}
        onClick={onToggle}
        aria-expanded={opened}
        aria-controls={id}
        data-rule={index}
      >
        <RuleSummary rule={rule} faulty={faulty} value={value} />
        <IconChevronDown size={16} className={classes.chevron} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={opened} id={id}>
        {opened && <Editor {...props} />}
      </Collapse>
    </li>
  );
}

function Editor({ rule, index, count, sources, onChange, onMove, onRemove }: RuleRowProps) {
  const { readOnly } = useDraft();
  const whole = useFault(`mapping[${index}]`);
  const label = fieldLabel(rule.to);
  return (
    <Stack gap="md" className={classes.editor}>
      {whole !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {whole}
        </Text>
      )}
      <Destination rule={rule} index={index} onChange={onChange} />
      <SourceList rule={rule} index={index} label={label} sources={sources} onChange={onChange} />
      <Options rule={rule} index={index} onChange={onChange} />
      {!readOnly && (
        <Group gap="xs">
          <ActionIcon
            variant="default"
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
            aria-label={texts.up(label)}
          >
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
            aria-label={texts.down(label)}
          >
            <IconArrowDown size={15} />
          </ActionIcon>
          {!isNeeded(rule.to) && (
            <Button
              size="xs"
              variant="default"
              c="var(--usher-bad)"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={onRemove}
            >
              {texts.remove}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Options({ rule, index, onChange }: Pick<RuleRowProps, 'rule' | 'index' | 'onChange'>) {
  const { readOnly } = useDraft();
  const whenFault = useFault(`mapping[${index}].when`);
  const columnFault = useFault(`mapping[${index}].column`);
  const set = (change: Partial<MappingRule>): void => onChange(withOptions(rule, change));
  const key = metaKeyOf(rule.to);
  return (
    <Stack gap="sm">
      {rule.to !== 'role' && rule.to !== 'user_login' && (
        <Select
          label={texts.when}
          data={[
            { value: 'always', label: texts.always },
            { value: 'create', label: texts.once },
          ]}
          value={rule.when ?? 'always'}
          onChange={(when) => set({ when: when === 'create' ? 'create' : 'always' })}
          allowDeselect={false}
          readOnly={readOnly}
          error={whenFault}
          maw={360}
          size="sm"
        />
      )}
      {!isNeeded(rule.to) && (
        <Switch
          label={texts.required}
          checked={rule.required === true}
          onChange={(event) => set({ required: event.currentTarget.checked })}
          disabled={readOnly}
          size="sm"
        />
      )}
      {key !== undefined && (
        <>
          <Switch
            label={texts.column}
            checked={rule.column != null}
            onChange={(event) => set({ column: event.currentTarget.checked ? fieldLabel(rule.to) : null })}
            disabled={readOnly}
            size="sm"
          />
          {rule.column != null && (
            <TextInput
              label={texts.columnTitle}
              value={rule.column}
              onChange={(event) => set({ column: event.currentTarget.value })}
              error={columnFault}
              readOnly={readOnly}
              maxLength={100}
              maw={360}
              size="sm"
            />
          )}
        </>
      )}
    </Stack>
  );
}
