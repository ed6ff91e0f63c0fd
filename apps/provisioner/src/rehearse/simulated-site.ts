import type { Action, NextStep, Operation, SiteAccount, UpsertOperation } from '@usher/provisioning';

/** WordPress ids of accounts that there aren't. */
const SOME_ID = 1;

/**
 * One user's account as the connector would keep it, in memory: enough of its rules for the next event of the user to
 * be decided as it would have been. It refuses nothing, and finds no account to adopt.
 */
export class SimulatedSite {
  constructor(
    private account: SiteAccount | null = null,
    private revision = account?.revision ?? 0,
  ) {}

  /** Beside this one, to be changed by itself. */
  copy(): SimulatedSite {
    return new SimulatedSite(this.account, this.revision);
  }

  send(operation: Operation): NextStep {
    const before = this.account;
    if (operation.revision < this.revision) {
      return { kind: 'stale', result: { status: 'stale', revision: this.revision, account: before } };
    }
    this.revision = operation.revision;
    const after = next(before, operation);
    this.account = after;
    const changed = changedFields(before, after);
    const action = actionOf(before, after, changed);
    const status = action === 'none' ? 'unchanged' : 'applied';
    return { kind: 'done', result: { status, action, account: after, changed } };
  }
}

function next(before: SiteAccount | null, operation: Operation): SiteAccount | null {
  const { revision } = operation;
  switch (operation.op) {
    case 'delete':
      return null;
    case 'deactivate':
      return before && { ...before, active: false, revision };
    case 'remove_roles':
      return before && { ...before, withoutRoles: true, revision };
    case 'upsert':
      return upserted(before, operation);
  }
}

function upserted(before: SiteAccount | null, operation: UpsertOperation): SiteAccount {
  const { fields, meta = {}, onCreate, roles, groups, active, withoutRoles = false, revision } = operation;
  const made = before === null ? onCreate : undefined;
  const login = before?.login ?? fields.user_login;
  const given = roles === undefined ? null : roles.given;
  return {
    ...{ id: before?.id ?? SOME_ID, login, active, withoutRoles, revision, administrator: false },
    fields: { ...before?.fields, ...made?.fields, ...fields, user_login: login },
    meta: { ...before?.meta, ...made?.meta, ...meta },
    roles:
      given !== null && given.length > 0 ? given : roles?.fallback != null ? [roles.fallback] : (before?.roles ?? []),
    rolesGiven: given ?? before?.rolesGiven ?? null,
    groups: groups ?? before?.groups ?? [],
  };
}

function changedFields(before: SiteAccount | null, after: SiteAccount | null): string[] {
  if (before === null || after === null) return [];
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]) as Set<
    keyof SiteAccount['fields']
  >;
  const keys = new Set([...Object.keys(before.meta), ...Object.keys(after.meta)]);
  return [
    ...[...names].filter((name) => (before.fields[name] ?? '') !== (after.fields[name] ?? '')),
    ...[...keys].filter((key) => (before.meta[key] ?? null) !== (after.meta[key] ?? null)).map((key) => `meta.${key}`),
    ...(before.roles.join() === after.roles.join() ? [] : ['roles']),
    ...(before.groups.join() === after.groups.join() ? [] : ['groups']),
  ];
}

function actionOf(before: SiteAccount | null, after: SiteAccount | null, changed: readonly string[]): Action {
  if (after === null) return before === null ? 'none' : 'delete';
  if (before === null) return 'create';
  if (before.active !== after.active) return after.active ? 'reactivate' : 'deactivate';
  if (!before.withoutRoles && after.withoutRoles) return 'remove_roles';
  return changed.length > 0 || before.withoutRoles !== after.withoutRoles ? 'update' : 'none';
}
