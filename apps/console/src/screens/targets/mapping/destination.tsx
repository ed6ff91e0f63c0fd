import { Autocomplete, Group, Select } from '@mantine/core';
import type { MappingRule } from '../../../api/target-settings.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { FIELDS, isNeeded, metaKeyOf, withDestination } from './rules.js';

const texts = t.targetSettings.mapping;
const META = 'meta';

interface DestinationProps {
  rule: MappingRule;
  index: number;
  onChange: (rule: MappingRule) => void;
}

/** Which WordPress field a rule writes; a usermeta by its key. */
export function Destination({ rule, index, onChange }: DestinationProps) {
  const { settings, target, readOnly } = useDraft();
  const error = useFault(`mapping[${index}].to`);
  const key = metaKeyOf(rule.to);
  const fixed = readOnly || isNeeded(rule.to);
  const isTaken = (to: string): boolean => to !== rule.to && settings.mapping.some((other) => other.to === to);
  const data = [
    {
      group: texts.profile,
      items: FIELDS.map((value) => ({ value, label: `${texts.fields[value]} (${value})`, disabled: isTaken(value) })),
    },
    {
      group: texts.more,
      items: [
        { value: 'role', label: texts.fields.role, disabled: isTaken('role') },
        { value: META, label: texts.usermetaField },
      ],
    },
  ];
  return (
    <Group gap="sm" align="flex-start">
      <Select
        label={texts.to}
        data={data}
        value={key === undefined ? rule.to : META}
        onChange={(to) => to !== null && onChange(withDestination(rule, to === META ? 'meta.' : to))}
        allowDeselect={false}
        readOnly={fixed}
        error={key === undefined ? error : undefined}
        description={isNeeded(rule.to) ? texts.needed : undefined}
        size="sm"
        flex="1 1 14rem"
        maw={360}
      />
      {key !== undefined && (
        <Autocomplete
          label={texts.key}
          data={(target.lastStatus?.registeredMeta ?? []).map((each) => each.key)}
          value={key}
          onChange={(next) => onChange(withDestination(rule, `meta.${next.trim()}`))}
          error={error}
          readOnly={readOnly}
          spellCheck={false}
          size="sm"
          flex="1 1 14rem"
          maw={360}
        />
      )}
    </Group>
  );
}
