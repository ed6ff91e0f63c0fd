import { Alert, Autocomplete, Button, Radio, Stack, TagsInput, Text } from '@mantine/core';
import { type TargetSettings, useDirectoryGroups } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { IconPlus } from '../../../components/icons.js';
import { OrderButtons } from '../../../components/order-buttons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { moved } from '../mapping/rules.js';
import classes from './settings.module.css';
import { useRoles } from './use-roles.js';

const texts = t.targetSettings.roles;
type Rule = TargetSettings['roles']['rules'][number];

/** Which roles the members of a group get, in order. */
export function GroupRules() {
  const { target, settings } = useDraft();
  const { roles, set, readOnly, mighty } = useRoles();
  const { rules, precedence } = roles;
  const groups = useDirectoryGroups(target.connection);
  const setRules = (next: Rule[]): void => set({ rules: next });
  const raises = rules.some((rule) => rule.roles.some((role) => mighty.includes(role)));
  return (
    <Panel title={texts.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.lead}
      </Text>
      {rules.length === 0 && (
        <Text size="sm" mb="sm">
          {texts.none}
        </Text>
      )}
      <ol className={classes.rows}>
        {rules.map((rule, index) => (
          <GroupRule
            key={index}
            rule={rule}
            index={index}
            count={rules.length}
            groups={groups.data?.map(({ displayName }) => displayName) ?? []}
            onChange={(next) => setRules(rules.with(index, next))}
            onMove={(to) => setRules(moved(rules, index, to))}
            onRemove={() => setRules(rules.toSpliced(index, 1))}
          />
        ))}
      </ol>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setRules([...rules, { group: '', roles: [] }])}
        >
          {texts.add}
        </Button>
      )}
      {raises && !settings.administrators.promote && (
        <Alert color="orange" variant="light" mt="sm">
          {texts.raises}
        </Alert>
      )}
      <Radio.Group
        mt="md"
        label={texts.precedence}
        value={precedence}
        onChange={(next) => set({ precedence: next === 'first' ? 'first' : 'all' })}
        readOnly={readOnly}
      >
        <Stack gap="xs" mt={6}>
          {(['all', 'first'] as const).map((each) => (
            <Radio key={each} value={each} label={texts.precedences[each]} disabled={readOnly && each !== precedence} />
          ))}
        </Stack>
      </Radio.Group>
    </Panel>
  );
}

interface GroupRuleProps {
  rule: Rule;
  index: number;
  count: number;
  groups: string[];
  onChange: (rule: Rule) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function GroupRule({ rule, index, count, groups, onChange, onMove, onRemove }: GroupRuleProps) {
  const { known, readOnly } = useRoles();
  const groupFault = useFault(`roles.rules[${index}].group`);
  const rolesFault = useFault(`roles.rules[${index}].roles`);
  return (
    <li className={classes.row}>
      <div className={classes.pair}>
        <Autocomplete
          aria-label={texts.group(index + 1)}
          placeholder={texts.groupHint}
          data={[...new Set(groups)]}
          value={rule.group}
          onChange={(group) => onChange({ ...rule, group })}
          error={groupFault}
          readOnly={readOnly}
          limit={50}
          size="sm"
        />
        <TagsInput
          aria-label={texts.roles(index + 1)}
          placeholder={rule.roles.length === 0 ? texts.rolesHint : undefined}
          data={[...known]}
          value={[...rule.roles]}
          onChange={(roles) => onChange({ ...rule, roles })}
          error={rolesFault}
          readOnly={readOnly}
          size="sm"
        />
      </div>
      {!readOnly && (
        <OrderButtons
          index={index}
          count={count}
          labels={{ up: texts.up(index + 1), down: texts.down(index + 1), remove: texts.remove(index + 1) }}
          onMove={onMove}
          onRemove={onRemove}
        />
      )}
    </li>
  );
}
