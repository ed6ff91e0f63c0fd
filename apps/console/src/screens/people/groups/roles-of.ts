import type { TargetDetails } from '../../../api/targets.js';

type Site = Pick<TargetDetails, 'id' | 'name' | 'connection'> & {
  settings: Pick<TargetDetails['settings'], 'roles' | 'switches'>;
};

export interface GivenRoles {
  site: { id: string; name: string };
  roles: string[];
}

/** Which roles a group gives in each site: by its id or its name, as the sites' rules say. Pure. */
export function rolesOf(
  group: { id: string; displayName: string; connection: string },
  sites: readonly Site[],
): GivenRoles[] {
  const names = [group.id, group.displayName.trim().toLowerCase()];
  return sites.flatMap(({ id, name, connection, settings: { roles, switches } }) => {
    if (!switches.groups || !['*', group.connection].includes(connection)) return [];
    const rules = roles.rules.filter((rule) => names.includes(rule.group) || names.includes(rule.group.toLowerCase()));
    const given = [...new Set(rules.flatMap((rule) => rule.roles))];
    return given.length === 0 ? [] : [{ site: { id, name }, roles: given }];
  });
}
