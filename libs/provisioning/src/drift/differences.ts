import { stateHash } from '../decision/state-hash.js';
import type { AttributeGroup } from '../settings/settings.js';
import type { FieldName, Json, Link, Operation, SiteAccount, UpsertOperation } from '../types.js';

/** One attribute of an account that isn't as the directory wants it. */
export interface Difference {
  group: AttributeGroup;
  /** A WordPress field, `meta.<key>`, `roles`, `groups`, `active`, `withoutRoles`, or `account` for the whole. */
  path: string;
  wanted: Json;
  found: Json;
}

/**
 * How an account differs from what the operation wants of it; empty: it doesn't. WordPress tidies what it is given (a URL
 * gets its scheme, say): with the link, what the site made of the same wish counts as wanted.
 */
export function differences(operation: Operation, account: SiteAccount | null, link: Link | null = null): Difference[] {
  if (account === null) {
    const missing = operation.op === 'upsert' && operation.active;
    return missing ? [{ group: 'missing', path: 'account', wanted: operation.fields.user_login, found: null }] : [];
  }
  switch (operation.op) {
    case 'delete':
      return [{ group: 'orphaned', path: 'account', wanted: null, found: account.login }];
    case 'deactivate':
      return account.active ? [access('active', false, true)] : [];
    case 'remove_roles':
      return account.active && !account.withoutRoles ? [access('withoutRoles', true, false)] : [];
    case 'upsert':
      return [
        ...accessDifferences(operation, account),
        ...fieldDifferences(operation, account, link),
        ...metaDifferences(operation, account, link),
        ...roleDifferences(operation, account),
        ...groupDifferences(operation, account),
      ];
  }
}

const access = (path: string, wanted: boolean, found: boolean): Difference => ({
  ...{ group: 'access', path, wanted, found },
});

function accessDifferences({ active, withoutRoles = false }: UpsertOperation, account: SiteAccount): Difference[] {
  if (active !== account.active) return [access('active', active, account.active)];
  return active && withoutRoles !== account.withoutRoles
    ? [access('withoutRoles', withoutRoles, account.withoutRoles)]
    : [];
}

function fieldDifferences(operation: UpsertOperation, account: SiteAccount, link: Link | null): Difference[] {
  const kept = keptForm(operation, link);
  const names = (Object.keys(operation.fields) as FieldName[]).filter((name) => name !== 'user_login');
  return names.flatMap((name): Difference[] => {
    const wanted = operation.fields[name] ?? '';
    const found = account.fields[name] ?? '';
    if (found === wanted || found === kept[name]) return [];
    return [{ group: name === 'user_email' ? 'email' : 'profile', path: name, wanted, found }];
  });
}

/** Of a key that wasn't asked for nothing is known. */
function metaDifferences(operation: UpsertOperation, account: SiteAccount, link: Link | null): Difference[] {
  const kept = keptForm(operation, link);
  return Object.entries(operation.meta ?? {}).flatMap(([key, wanted]): Difference[] => {
    const found = account.meta[key];
    const path = `meta.${key}`;
    if (found === undefined || found === wanted || (found !== null && found === kept[path])) return [];
    return [{ group: 'meta', path, wanted, found }];
  });
}

/** What the site made of the same wish; nothing when something else was wanted last. */
function keptForm(operation: UpsertOperation, link: Link | null): Readonly<Record<string, string>> {
  return link?.stateHash === stateHash(operation) ? (link.fields ?? {}) : {};
}

/** Roles that a person gave by hand are nobody's business here. */
function roleDifferences({ roles }: UpsertOperation, account: SiteAccount): Difference[] {
  if (roles === undefined) return [];
  const { given, fallback } = roles;
  const wanted = given.length > 0 || fallback === null ? given : [fallback];
  const lacks = wanted.some((role) => !account.roles.includes(role));
  // With nothing given and no fallback the default role of the site, which is given once, may stay.
  const judged = wanted.length > 0 || fallback !== null ? (account.rolesGiven ?? []) : [];
  const extra = judged.some((role) => account.roles.includes(role) && !wanted.includes(role));
  return lacks || extra ? [{ group: 'roles', path: 'roles', wanted: [...wanted], found: [...account.roles] }] : [];
}

function groupDifferences({ groups }: UpsertOperation, account: SiteAccount): Difference[] {
  if (groups === undefined) return [];
  const [wanted, found] = [[...groups].sort(), [...account.groups].sort()];
  return JSON.stringify(wanted) === JSON.stringify(found) ? [] : [{ group: 'meta', path: 'groups', wanted, found }];
}
