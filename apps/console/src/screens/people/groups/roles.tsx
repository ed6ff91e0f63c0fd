import { Text } from '@mantine/core';
import type { DirectoryGroup } from '../../../api/directory.js';
import type { TargetDetails } from '../../../api/targets.js';
import { t } from '../../../texts/en.js';
import { rolesOf } from './roles-of.js';

const texts = t.people.groups;

interface RolesProps {
  group: Pick<DirectoryGroup, 'id' | 'displayName' | 'connection'>;
  /** Undefined: not all of them are known yet. */
  sites: readonly TargetDetails[] | undefined;
}

/** What the group gives in each site. */
export function Roles({ group, sites }: RolesProps) {
  const given = sites && rolesOf(group, sites);
  if (given === undefined || given.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {given === undefined ? texts.rolesUnknown : texts.noRoles}
      </Text>
    );
  return given.map(({ site, roles }) => (
    <Text key={site.id} size="sm">
      {texts.gives(roles.join(', '), site.name)}
    </Text>
  ));
}
