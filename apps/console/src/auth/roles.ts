export const ROLES = ['viewer', 'operator', 'administrator'] as const;

export type Role = (typeof ROLES)[number];

/** Each role may what those before it may. */
export function mayAct(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
