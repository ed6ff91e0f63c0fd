import { OPERATOR_ROLES, type OperatorRole, type RoleNames } from '@usher/config';

/** What a token says of somebody (RFC 7519 section 4). */
export type Claims = Readonly<Record<string, unknown>>;

/** The highest role that the claim's value, one name or a list of them, gives; null when none does. */
export function roleOf(claims: Claims, path: string, names: RoleNames): OperatorRole | null {
  const value = claimAt(claims, path);
  const given = (Array.isArray(value) ? value : [value]).map((name) =>
    typeof name === 'string' ? names.get(name) : undefined,
  );
  return OPERATOR_ROLES.findLast((role) => given.includes(role)) ?? null;
}

/** The way may go through names that have dots themselves: `https://example.org/roles`, `resource_access.my.app.roles`. */
function claimAt(claims: unknown, path: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined;
  if (Object.hasOwn(claims, path)) return (claims as Claims)[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(claims, head) ? claimAt((claims as Claims)[head], path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const MAX_NAME = 200;

/**
 * What the audit calls somebody: the e-mail address unless the provider says that it isn't verified, else a name. People
 * may choose names, so the subject stands beside it: nobody passes for somebody else, or for the operator token.
 */
export function actorOf(claims: Claims & { sub: string }): string {
  const { email, email_verified: verified, preferred_username: login, name, sub } = claims;
  const address = verified === false ? undefined : textOf(email);
  if (address?.includes('@')) return address;
  const called = textOf(login) ?? textOf(name);
  return called === undefined || called === sub ? sub : `${called} (${sub})`;
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // A character that the cut halves is a control character then.
  const text = value.slice(0, MAX_NAME).replace(/\p{C}/gu, '').trim();
  return text === '' ? undefined : text;
}
