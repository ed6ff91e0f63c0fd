import { fieldsOf, hasAccount } from './links.js';
import type { FieldName, Json, Link, Operation, SiteAccount, UpsertOperation } from '../types.js';

/** A WordPress field, `meta.<key>`, `roles`, `groups`, `password`, `active` or `withoutRoles`, before and after. */
export interface Change {
  path: string;
  before: Json;
  /** Of a password null: it is never told. */
  after: Json;
}

/** The changes, and those of them that undo what someone had changed in WordPress. */
export interface Changes {
  changes: Change[];
  restored: string[];
}

/** @param told what the site says has changed */
export function accountChanges(
  created: boolean,
  link: Link | null,
  operation: Operation,
  told: readonly string[],
  account: SiteAccount,
): Changes {
  const before = created ? {} : (link?.fields ?? {});
  const names = new Set<string>(created ? [...setBy(operation), ...setOnce(operation), ...told] : told);
  for (const name of differing(link, operation, account)) names.add(name);
  const restored: string[] = [];
  const changes = [...names].map((path): Change => {
    const after = valueOf(account, path);
    const known = before[path] ?? null;
    if (known !== null && known === after) restored.push(path);
    return { path, before: known === after ? null : known, after };
  });
  return { changes, restored };
}

/** What Usher set, for the next comparison: in the site's form, which may be tidied. */
export function fieldsSet(link: Link | null, operation: Operation, account: SiteAccount): Link['fields'] {
  const before = link?.fields ?? null;
  if (operation.op !== 'upsert') return hasAccount(link) ? before : fieldsOf(account);
  const set = setBy(operation).map((path) => [path, valueOf(account, path) ?? wantedBy(operation, path)] as const);
  const all = { ...before, ...Object.fromEntries(set) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** What is now otherwise than Usher last set it: the difference that an attempt whose answer was lost has made. */
export function differing(link: Link | null, operation: Operation, account: SiteAccount): string[] {
  const before = link?.fields;
  if (before == null) return [];
  return setBy(operation).filter(
    (path) => path !== 'user_login' && (before[path] ?? '') !== (valueOf(account, path) ?? ''),
  );
}

function setBy(operation: Operation): string[] {
  if (operation.op !== 'upsert') return [];
  return [...Object.keys(operation.fields), ...Object.keys(operation.meta ?? {}).map((key) => `meta.${key}`)];
}

function setOnce(operation: Operation): string[] {
  if (operation.op !== 'upsert') return [];
  const { fields = {}, meta = {} } = operation.onCreate ?? {};
  return [...Object.keys(fields), ...Object.keys(meta).map((key) => `meta.${key}`)];
}

function wantedBy({ fields, meta }: UpsertOperation, path: string): string | null | undefined {
  return path.startsWith('meta.') ? meta?.[path.slice('meta.'.length)] : fields[path as FieldName];
}

function valueOf(account: SiteAccount, path: string): Json {
  if (path.startsWith('meta.')) return account.meta[path.slice('meta.'.length)] ?? null;
  switch (path) {
    case 'roles':
      return [...account.roles];
    case 'groups':
      return [...account.groups];
    case 'password':
      return null;
    default:
      return account.fields[path as FieldName] ?? null;
  }
}
