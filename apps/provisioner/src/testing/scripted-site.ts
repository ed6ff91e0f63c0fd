import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AccountPage,
  type ConnectorAccount,
  type CredentialsHeader,
  type MatchResult,
  type Operation,
  type OperationResult,
  SiteError,
  type SiteSettings,
  type SiteStatus,
  type WordPressSite,
} from '@usher/wordpress';

/** What a site that is fine says of itself. */
export const FINE: SiteStatus = {
  plugin: { version: '0.2.0', protocol: 2 },
  wordpress: { version: '6.8', multisite: false, locale: 'en_US', siteUrl: 'http://site' },
  ...{ php: { version: '8.2' }, roles: ['subscriber'], privilegedRoles: ['administrator'], defaultRole: 'subscriber' },
  ...{ locales: ['en_US'], registeredMeta: [], privileges: [], settings: { columns: [] } },
  accounts: { total: 1, linked: 0, inactive: 0 },
  caller: { login: 'usher', missingCapabilities: [] },
};

type Action = Extract<OperationResult, { action: unknown }>['action'];

/** The connector's rules without HTTP, and whatever fault a test scripts. */
export class ScriptedSite implements WordPressSite {
  readonly rows = new Map<string, { revision: number; account: ConnectorAccount | null }>();
  readonly batches: Operation[][] = [];
  /** How often each SCIM id got a new account. */
  readonly creations = new Map<string, number>();
  /** Thrown before anything is done. */
  before: (operations: readonly Operation[]) => SiteError | undefined = () => undefined;
  /** Thrown after everything is done: the answer is lost. */
  after: (operations: readonly Operation[]) => SiteError | undefined = () => undefined;
  refuse: (operation: Operation) => OperationResult | undefined = () => undefined;
  /** Milliseconds for a request. */
  pace = 3;
  statusFault: SiteError | undefined;
  probes = 0;
  /** Operations on users of whom another was in work. */
  overlaps = 0;
  private readonly inWork = new Set<string>();

  async status(): Promise<SiteStatus> {
    this.probes += 1;
    if (this.statusFault) throw this.statusFault;
    return FINE;
  }

  /** Neither status nor requests get through, until `up`. */
  down(reason = 'site refuses connections'): void {
    this.statusFault = new SiteError('transient', 'connect', reason);
    this.before = () => this.statusFault;
  }

  up(): void {
    this.statusFault = undefined;
  }

  async batch(operations: readonly Operation[]): Promise<OperationResult[]> {
    this.batches.push([...operations]);
    for (const { scimId } of operations) {
      if (this.inWork.has(scimId)) this.overlaps += 1;
      this.inWork.add(scimId);
    }
    await sleep(this.pace);
    for (const { scimId } of operations) this.inWork.delete(scimId);
    const fault = this.before(operations);
    if (fault) throw fault;
    const results = operations.map((operation) => this.refuse(operation) ?? this.apply(operation));
    const lost = this.after(operations);
    if (lost) throw lost;
    return results;
  }

  private apply(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const { revision: known, account: old } = this.rows.get(scimId) ?? { revision: 0, account: null };
    if (revision < known) return { scimId, status: 'stale', revision: known, account: old };
    const account = this.wanted(operation, old);
    this.rows.set(scimId, { revision, account });
    if (account && !old) this.creations.set(scimId, (this.creations.get(scimId) ?? 0) + 1);
    const before: Record<string, string | undefined> = { ...old?.fields };
    const changed = Object.entries(account?.fields ?? {}).flatMap(([name, value]) =>
      value === before[name] ? [] : [name],
    );
    const action = actionOf(old, account, changed);
    return { scimId, status: action === 'none' ? 'unchanged' : 'applied', action, account, changed };
  }

  private wanted(operation: Operation, old: ConnectorAccount | null): ConnectorAccount | null {
    const { scimId, revision } = operation;
    if (operation.op === 'delete') return null;
    if (operation.op === 'remove_roles') return old && { ...old, withoutRoles: true, revision };
    if (operation.op !== 'upsert') return old && { ...old, active: operation.op === 'reactivate', revision };
    const login = old?.login ?? operation.fields.user_login;
    return {
      ...{ id: old?.id ?? this.rows.size + 10, login, email: operation.fields.user_email, roles: ['subscriber'] },
      ...{ active: operation.active, withoutRoles: operation.withoutRoles === true, scimId, revision },
      ...{ meta: {}, rolesGiven: null, groups: [], administrator: false },
      fields: { ...old?.fields, ...operation.fields, user_login: login },
    };
  }

  credentialsIn = (): Promise<CredentialsHeader> => Promise.resolve('authorization');
  findByScimId = (): Promise<null> => Promise.resolve(null);
  findByLogin = (): Promise<null> => Promise.resolve(null);
  findByEmail = (): Promise<null> => Promise.resolve(null);
  match = (): Promise<MatchResult> => Promise.resolve({ account: null, by: null, candidates: [] });
  accounts = (): Promise<AccountPage> => Promise.resolve({ accounts: [], next: null });
  saveSettings = (settings: SiteSettings): Promise<SiteSettings> => Promise.resolve(settings);
  close = (): Promise<void> => Promise.resolve();
}

function actionOf(old: ConnectorAccount | null, now: ConnectorAccount | null, changed: readonly string[]): Action {
  if (now === null) return old ? 'delete' : 'none';
  if (old === null) return 'create';
  if (old.active !== now.active) return now.active ? 'reactivate' : 'deactivate';
  if (old.withoutRoles !== now.withoutRoles) return now.withoutRoles ? 'remove_roles' : 'reactivate';
  return changed.length > 0 ? 'update' : 'none';
}
