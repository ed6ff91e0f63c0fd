import type { Policy } from '../settings/policy.js';
import type { UpsertOperation, WantedUser } from '../types.js';

/** Roles and groups as the directory gives them; absent where they aren't its matter. */
export function membership(
  policy: Policy,
  user: WantedUser,
  mapped: readonly string[],
): Pick<UpsertOperation, 'roles' | 'groups'> {
  const { switches, roles, groupImport } = policy.settings;
  if (!switches.groups) return {};
  const given = [...new Set([...rolesByGroup(policy, user), ...mapped])];
  const names = [...new Set(user.groups.map(({ displayName }) => displayName))].sort();
  return {
    ...(policy.compiled.managesRoles ? { roles: { given, fallback: roles.default } } : {}),
    ...(groupImport ? { groups: names } : {}),
  };
}

function rolesByGroup({ settings: { roles } }: Policy, { groups }: WantedUser): string[] {
  const own = new Set(groups.flatMap(({ id, displayName }) => [id, displayName.trim().toLowerCase()]));
  const fitting = roles.rules.filter(({ group }) => own.has(group) || own.has(group.toLowerCase()));
  return (roles.precedence === 'first' ? fitting.slice(0, 1) : fitting).flatMap((rule) => rule.roles);
}
