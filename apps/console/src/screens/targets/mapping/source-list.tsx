import { Button, Text } from '@mantine/core';
import type { MappingRule, SourcePath } from '../../../api/target-settings.js';
import { IconPlus } from '../../../components/icons.js';
import { OrderButtons } from '../../../components/order-buttons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { moved, sourcePath, sourcesOf, withSources } from './rules.js';
import { SourceInput } from './source-input.js';
import classes from './source-list.module.css';

const texts = t.targetSettings.mapping;
const MOST = 10;

interface SourceListProps {
  rule: MappingRule;
  index: number;
  label: string;
  sources: readonly SourcePath[] | undefined;
  onChange: (rule: MappingRule) => void;
}

/** The sources of a rule in their order: the first that gives a value counts. */
export function SourceList({ rule, index, label, sources, onChange }: SourceListProps) {
  const { readOnly } = useDraft();
  const error = useFault(`mapping[${index}].from`);
  const all = sourcesOf(rule);
  const several = all.length > 1;
  return (
    <div role="group" aria-label={texts.from}>
      <Text size="sm" fw={500} mb={4}>
        {several ? texts.fromFirst : texts.from}
      </Text>
      {several && error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      <ol className={classes.list}>
        {all.map((source, place) => (
          <li key={place} className={classes.item}>
            <div className={classes.input}>
              <SourceInput
                label={several ? texts.nth(label, place + 1) : label}
                at={sourcePath(rule, index, place)}
                source={source}
                sources={sources}
                onChange={(next) => onChange(withSources(rule, all.with(place, next)))}
              />
            </div>
            {several && !readOnly && (
              <OrderButtons
                index={place}
                count={all.length}
                labels={{ up: texts.earlier(place + 1), remove: texts.removeSource(place + 1) }}
                onMove={(to) => onChange(withSources(rule, moved(all, place, to)))}
                onRemove={() => onChange(withSources(rule, all.toSpliced(place, 1)))}
                className={classes.acts}
              />
            )}
          </li>
        ))}
      </ol>
      {!readOnly && all.length < MOST && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange(withSources(rule, [...all, { path: '' }]))}
        >
          {texts.fallback}
        </Button>
      )}
    </div>
  );
}
