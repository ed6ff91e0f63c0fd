import type {
  AccountFields,
  Action,
  MatchKey,
  Operation,
  OperationResult,
  SiteAccount,
  UpsertOperation,
} from '../types.js';
import { accountOf } from './fixtures.js';

interface Entry {
  account: SiteAccount;
  scimId: string | null;
}

type Rejection = Extract<OperationResult, { status: 'rejected' }>;

/**
 * The connector's rules in a few lines, for tests of the pure parts: monotonic by revision, keyed by SCIM id, logins and
 * e-mail addresses unique, an account adopted only while no SCIM user has it.
 */
export class ModelSite {
  readonly entries: Entry[] = [];
  private readonly revisions = new Map<string, number>();

  /** An account that was there before. */
  add(login: string, email: string): void {
    const fields = { user_login: login, user_email: email };
    const id = this.entries.length + 1;
    this.entries.push({ scimId: null, account: accountOf({ id, login, fields, revision: null }) });
  }

  of(scimId: string): SiteAccount | null {
    return this.entries.find((entry) => entry.scimId === scimId)?.account ?? null;
  }

  apply(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const known = this.revisions.get(scimId) ?? 0;
    if (revision < known) return { status: 'stale', revision: known, account: this.of(scimId) };
    const result = this.carryOut(operation);
    if (result.status !== 'rejected') this.revisions.set(scimId, revision);
    return result;
  }

  private carryOut(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const entry = this.entries.find((each) => each.scimId === scimId);
    if (operation.op === 'upsert') return this.upsert(operation, entry);
    if (entry === undefined) return { status: 'unchanged', action: 'none', account: null, changed: [] };
    if (operation.op === 'delete') {
      this.entries.splice(this.entries.indexOf(entry), 1);
      return { status: 'applied', action: 'delete', account: null, changed: [] };
    }
    const state = operation.op === 'deactivate' ? { active: false, withoutRoles: false } : { withoutRoles: true };
    return this.change(entry, { ...state, revision }, []);
  }

  private upsert(operation: UpsertOperation, entry: Entry | undefined): OperationResult {
    const { scimId, fields, loginAlternatives = [], match = [] } = operation;
    const adopted = entry === undefined ? this.find(match) : undefined;
    const target = entry ?? adopted?.entry;
    const holder = this.entries.find((each) => each.account.fields.user_email === fields.user_email);
    if (holder !== undefined && holder !== target) return taken('email_taken', holder);
    if (target !== undefined) {
      target.scimId = scimId;
      const result = this.change(target, this.wanted(operation, target.account), Object.keys(fields));
      return adopted === undefined ? result : { ...result, action: 'adopt', adopted: adopted.key };
    }
    const free = [fields.user_login, ...loginAlternatives].find((login) => this.byLogin(login) === undefined);
    const other = this.byLogin(fields.user_login);
    if (free === undefined) return taken('login_taken', other);
    const id = Math.max(0, ...this.entries.map(({ account }) => account.id)) + 1;
    const made = accountOf({ id, login: free, roles: [], fields: { ...fields, user_login: free } });
    const account = { ...made, ...this.wanted(operation, made) };
    this.entries.push({ scimId, account });
    return { status: 'applied', action: 'create', account, changed: Object.keys(fields) };
  }

  private wanted(operation: UpsertOperation, before: SiteAccount): Partial<SiteAccount> {
    const { active, withoutRoles = false, revision, meta, roles } = operation;
    const fields: AccountFields = { ...before.fields, ...operation.fields, user_login: before.login };
    const given = roles && (roles.given.length > 0 || roles.fallback === null ? roles.given : [roles.fallback]);
    const byHand = before.roles.filter((role) => !before.rolesGiven?.includes(role));
    return {
      ...{ active, withoutRoles, revision, fields, meta: { ...before.meta, ...meta } },
      ...(given && { roles: [...new Set([...byHand, ...given])], rolesGiven: given }),
    };
  }

  private change(entry: Entry, news: Partial<SiteAccount>, names: string[]): OperationResult & { status: 'applied' } {
    const before = entry.account;
    const after = { ...before, ...news };
    entry.account = after;
    const changed = (names as (keyof AccountFields)[]).filter((name) => before.fields[name] !== after.fields[name]);
    return { status: 'applied', action: actionOf(before, after, changed), account: after, changed };
  }

  private byLogin(login: string): Entry | undefined {
    return this.entries.find(({ account }) => account.login.toLowerCase() === login.toLowerCase());
  }

  private find(keys: readonly MatchKey[]): { entry: Entry; key: MatchKey } | undefined {
    for (const key of keys) {
      const entry = this.entries.find(({ account, scimId }) => scimId === null && fits(account, key));
      if (entry) return { entry, key };
    }
    return undefined;
  }
}

function fits({ login, id, fields }: SiteAccount, { by, value }: MatchKey): boolean {
  if (by === 'login') return login.toLowerCase() === value.toLowerCase();
  return by === 'email' ? fields.user_email === value : by === 'id' && String(id) === value;
}

function taken(code: string, holder: Entry | undefined): Rejection {
  const { scimId = null } = holder ?? {};
  return { status: 'rejected', code, message: 'Taken.', ...(scimId === null ? {} : { holder: scimId }) };
}

function actionOf(before: SiteAccount, after: SiteAccount, changed: readonly string[]): Action {
  if (before.active !== after.active) return after.active ? 'reactivate' : 'deactivate';
  if (before.withoutRoles !== after.withoutRoles) return after.withoutRoles ? 'remove_roles' : 'reactivate';
  return changed.length > 0 ? 'update' : 'none';
}
