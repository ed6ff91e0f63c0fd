import { Text } from '@mantine/core';
import type { MappingRule } from '../../../api/target-settings.js';
import { IconAlertTriangle } from '../../../components/icons.js';
import { t } from '../../../texts/en.js';
import type { PreviewValue } from './preview.js';
import classes from './rule-row.module.css';
import { kindOf, metaKeyOf, sourcesOf, textOf } from './rules.js';

const texts = t.targetSettings.mapping;

/** What WordPress calls a field. */
export function fieldLabel(to: string): string {
  const key = metaKeyOf(to);
  if (key !== undefined) return key === '' ? texts.newMeta : key;
  return texts.fields[to as keyof typeof texts.fields] ?? to;
}

interface RuleSummaryProps {
  rule: MappingRule;
  faulty: boolean;
  value: PreviewValue | undefined;
}

/** One rule in a line: the field, where it comes from, and what that gives for the person that is looked at. */
export function RuleSummary({ rule, faulty, value }: RuleSummaryProps) {
  const marks = [
    metaKeyOf(rule.to) !== undefined && texts.usermeta,
    rule.when === 'create' && texts.onceMark,
    rule.required === true && texts.requiredMark,
    rule.column != null && texts.columnMark(rule.column),
  ].filter((mark) => mark !== false);
  return (
    <span className={classes.summary}>
      <span className={classes.field}>
        <Text span size="sm" fw={600}>
          {fieldLabel(rule.to)}
        </Text>
        {faulty && <IconAlertTriangle size={15} className={classes.fault} aria-label={texts.faulty} />}
        {marks.length > 0 && (
          <Text span size="xs" c="dimmed">
            {marks.join(' · ')}
          </Text>
        )}
      </span>
      <span className={classes.from}>
        {sourcesOf(rule).map((source, place) => (
          <span key={place}>
            {place > 0 && <span className={classes.else}> {texts.else} </span>}
            {kindOf(source) === 'constant' ? <q>{textOf(source)}</q> : <code>{textOf(source) || '…'}</code>}
          </span>
        ))}
      </span>
      <span
        className={classes.value}
        data-changed={value?.changed || undefined}
        data-none={value?.text === '' || undefined}
      >
        {value === undefined ? '' : value.text === '' ? texts.noValue : value.text}
      </span>
    </span>
  );
}
