import { Text } from '@mantine/core';
import type { DirectoryGroup } from '../../../api/directory.js';
import type { TargetDetails } from '../../../api/targets.js';
import { t } from '../../../texts/en.js';
import { rolesOf } from './roles-of.js';

const texts = t.people.groups;

interface RolesProps {
  group: Pick<DirectoryGroup, 'id' | 'displayName' | 'connection'>;
  sites: readonly TargetDetails[];
}

/** What the group gives in each site. */
export function Roles({ group, sites }: RolesProps) {
  const given = rolesOf(group, sites);
  if (given.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {texts.noRoles}
      </Text>
    );
  return given.map(({ site, roles }) => (
    <Text key={site.id} size="sm">
      {texts.gives(roles.join(', '), site.name)}
    </Text>
  ));
}
