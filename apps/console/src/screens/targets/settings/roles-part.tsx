import {
  ActionIcon,
  Alert,
  Autocomplete,
  Button,
  Group,
  Radio,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
} from '@mantine/core';
import { type TargetSettings, useDirectoryGroups } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '../../../components/icons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { moved } from '../mapping/rules.js';
import classes from './settings.module.css';

const texts = t.targetSettings.roles;
type Roles = TargetSettings['roles'];
type Rule = Roles['rules'][number];

/** Which roles people get for their groups, and whether WordPress knows of the groups. */
export function RolesPart() {
  return (
    <Stack gap="md" maw={760}>
      <GroupRules />
      <DefaultRole />
      <GroupImport />
    </Stack>
  );
}

function useRoles() {
  const { target, settings, readOnly, edit } = useDraft();
  return {
    readOnly,
    roles: settings.roles,
    known: target.lastStatus?.roles ?? [],
    mighty: target.lastStatus?.privilegedRoles ?? [],
    set: (change: Partial<Roles>): void => edit({ roles: { ...settings.roles, ...change } }),
  };
}

function GroupRules() {
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
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
            aria-label={texts.up(index + 1)}
          >
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
            aria-label={texts.down(index + 1)}
          >
            <IconArrowDown size={15} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={texts.remove(index + 1)}>
            <IconX size={15} />
          </ActionIcon>
        </Group>
      )}
    </li>
  );
}

const SITE = '';

function DefaultRole() {
  const { target } = useDraft();
  const { roles, known, set, readOnly } = useRoles();
  const error = useFault('roles.default');
  const choices = [...new Set([...known, ...(roles.default === null ? [] : [roles.default])])];
  return (
    <Panel title={texts.default}>
      <Select
        label={texts.defaultLabel}
        description={texts.defaultHint}
        data={[
          { value: SITE, label: texts.siteDefault(target.lastStatus?.defaultRole) },
          ...choices.map((role) => ({ value: role, label: role })),
        ]}
        value={roles.default ?? SITE}
        onChange={(role) => set({ default: role === SITE ? null : role })}
        allowDeselect={false}
        readOnly={readOnly}
        error={error}
        maw={360}
      />
    </Panel>
  );
}

function GroupImport() {
  const { settings, readOnly, edit } = useDraft();
  return (
    <Panel title={texts.import}>
      <Switch
        label={texts.importLabel}
        description={texts.importHint}
        checked={settings.groupImport}
        onChange={(event) => edit({ groupImport: event.currentTarget.checked })}
        disabled={readOnly}
      />
    </Panel>
  );
}
