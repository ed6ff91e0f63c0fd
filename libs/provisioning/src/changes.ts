import type { AccountFields, Action, FieldName, Link, Operation, SiteAccount, UserEvent } from './types.js';

/** One WordPress field, or `active`, before and after. */
export interface Change {
  path: string;
  before: string | boolean | null;
  after: string | boolean | null;
}

/**
 * What this event did to the account. A site answers "nothing to do" when an earlier attempt did it and its answer
 * was lost (time-out, crash): then the difference to the link tells what was done.
 */
export function effectiveAction(
  event: UserEvent,
  link: Link | null,
  operation: Operation,
  told: Action,
  account: SiteAccount,
): Action {
  if (told !== 'none') return told;
  if (link === null || link.wordpressId === null) {
    const made = operation.op === 'upsert' && event.type !== 'user.resynced' && account.revision === operation.revision;
    return made ? 'create' : 'none';
  }
  if (link.status === 'active' && !account.active) return 'deactivate';
  if (link.status === 'inactive' && account.active) return 'reactivate';
  return differing(link, operation, account).length > 0 ? 'update' : 'none';
}

/** What was wanted of the site, for one that refused it. */
export function attemptedAction(event: UserEvent, link: Link | null): Action {
  if (event.user.deleted) return 'delete';
  if (link === null || link.wordpressId === null) return event.user.active ? 'create' : 'deactivate';
  if (!event.user.active && link.status !== 'inactive') return 'deactivate';
  if (event.user.active && link.status === 'inactive') return 'reactivate';
  return 'update';
}

/** The changes, and the fields that someone had changed in WordPress and that are as wanted again. */
export function accountChanges(
  action: Action,
  link: Link | null,
  operation: Operation,
  told: readonly string[],
  account: SiteAccount,
): { changes: Change[]; restored: string[] } {
  const before: Partial<AccountFields> = action === 'create' ? {} : (link?.fields ?? {});
  const names = new Set<string>(action === 'create' ? setBy(operation) : told);
  if (action !== 'none') for (const name of differing(link, operation, account)) names.add(name);
  const restored: string[] = [];
  const changes: Change[] = [];
  for (const path of names) {
    const name = path as FieldName;
    const after = account.fields[name] ?? null;
    const known = before[name] ?? null;
    if (known !== null && known === after) restored.push(path);
    changes.push({ path, before: known === after ? null : known, after });
  }
  if (action === 'deactivate') changes.push({ path: 'active', before: true, after: false });
  if (action === 'reactivate') changes.push({ path: 'active', before: false, after: true });
  return { changes, restored };
}

/** The fields as they are now, for the next comparison: the site's form of what was set, which may be tidied. */
export function fieldsSet(
  link: Link | null,
  operation: Operation,
  account: SiteAccount,
): Partial<AccountFields> | null {
  if (operation.op !== 'upsert') return link?.fields ?? null;
  const { fields } = operation;
  const entries = setBy(operation).map((name) => [name, account.fields[name] ?? fields[name]]);
  return Object.fromEntries(entries) as Partial<AccountFields>;
}

function setBy(operation: Operation): FieldName[] {
  return operation.op === 'upsert' ? (Object.keys(operation.fields) as FieldName[]) : [];
}

function differing(link: Link | null, operation: Operation, account: SiteAccount): FieldName[] {
  const before = link?.fields;
  if (before == null) return [];
  return setBy(operation).filter(
    (name) => name !== 'user_login' && (before[name] ?? '') !== (account.fields[name] ?? ''),
  );
}
