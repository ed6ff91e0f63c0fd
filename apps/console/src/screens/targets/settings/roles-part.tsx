import { Select, Stack, Switch } from '@mantine/core';
import { Panel } from '../../../app/panel.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { GroupRules } from './group-rules.js';
import { useRoles } from './use-roles.js';

const texts = t.targetSettings.roles;

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
