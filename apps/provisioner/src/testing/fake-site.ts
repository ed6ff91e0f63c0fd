import type {
  AccountFields,
  AccountPage,
  ConnectorAccount,
  MatchKey,
  MatchResult,
  Operation,
  OperationResult,
  PageRequest,
  SiteError,
  SiteStatus,
  WordPressSite,
} from '@usher/wordpress';

/** A site in memory with the connector's rules, as far as tests of whole sites need them; counts what it is asked. */
export class FakeSite implements WordPressSite {
  readonly accountsById = new Map<number, ConnectorAccount>();
  /** Calls of any kind. */
  requests = 0;
  /** Limits of the pages that were asked for. */
  readonly pages: number[] = [];
  /** Thrown instead of an answer, while there are any. */
  faults: SiteError[] = [];
  /** Called before each page is given. */
  beforePage: (request: PageRequest) => Promise<void> | void = () => undefined;
  private lastId = 10;

  constructor() {
    this.add({ login: 'usher', email: 'usher@site.example', roles: ['usher_provisioning'] });
  }

  add(parts: Partial<ConnectorAccount> & { login: string; email?: string; names?: Partial<AccountFields> }) {
    const { names, ...rest } = parts;
    const email = parts.email ?? `${parts.login}@example.org`;
    const account: ConnectorAccount = {
      ...{ id: (this.lastId += 1), active: true, withoutRoles: false, scimId: null, revision: null, meta: {} },
      ...{ roles: ['subscriber'], rolesGiven: null, groups: [], administrator: false },
      ...{ email, fields: { user_login: parts.login, user_email: email, ...names } },
      ...rest,
    };
    this.accountsById.set(account.id, account);
    return account;
  }

  of(scimId: string): ConnectorAccount | undefined {
    return [...this.accountsById.values()].find((account) => account.scimId === scimId);
  }

  /** As a person does in WordPress. */
  edit(scimId: string, change: Partial<ConnectorAccount> & { names?: Partial<AccountFields> }): void {
    const { names, ...rest } = change;
    const account = this.of(scimId);
    if (account === undefined) throw new Error(`nobody has the SCIM id ${scimId}`);
    const fields = { ...account.fields, ...names };
    this.accountsById.set(account.id, { ...account, ...rest, fields, email: fields.user_email });
  }

  async status(): Promise<SiteStatus> {
    this.asked();
    const accounts = [...this.accountsById.values()];
    return {
      plugin: { version: '0.2.0', protocol: 2 },
      wordpress: { version: '6.8', multisite: false, locale: 'en_US', siteUrl: 'http://site' },
      ...{ php: { version: '8.2' }, roles: ['subscriber', 'editor'], defaultRole: 'subscriber', locales: ['en_US'] },
      ...{ privilegedRoles: ['administrator'], registeredMeta: [], privileges: [], settings: { columns: [] } },
      accounts: {
        total: accounts.length,
        linked: accounts.filter(({ scimId }) => scimId !== null).length,
        inactive: accounts.filter(({ active }) => !active).length,
      },
      caller: { login: 'usher', missingCapabilities: [] },
    };
  }

  async accounts(request: PageRequest = {}): Promise<AccountPage> {
    await this.beforePage(request);
    this.asked();
    const { after = 0, limit = 200 } = request;
    this.pages.push(limit);
    const rest = [...this.accountsById.values()].filter(({ id }) => id > after).sort((a, b) => a.id - b.id);
    const accounts = rest.slice(0, limit).map((account) => withMeta(account, request.meta));
    return { accounts, next: rest.length > limit ? (accounts.at(-1)?.id ?? null) : null };
  }

  async match(scimId: string, keys: readonly MatchKey[]): Promise<MatchResult> {
    this.asked();
    const own = this.of(scimId);
    if (own !== undefined) return { account: own, by: null, candidates: [] };
    for (const by of keys) {
      const found = [...this.accountsById.values()].filter((account) => account.scimId === null && fits(account, by));
      const candidates = found.map(({ id, login, email, administrator }) => ({ id, login, email, administrator, by }));
      if (found.length > 0) return { account: found.length > 1 ? null : (found[0] ?? null), by, candidates };
    }
    return { account: null, by: null, candidates: [] };
  }

  async batch(operations: readonly Operation[]): Promise<OperationResult[]> {
    this.asked();
    return operations.map((operation) => this.apply(operation));
  }

  async findByScimId(scimId: string): Promise<ConnectorAccount | null> {
    this.asked();
    return this.of(scimId) ?? null;
  }
  findByLogin = (): Promise<null> => Promise.resolve(null);
  findByEmail = (): Promise<null> => Promise.resolve(null);
  credentialsIn = (): Promise<'authorization'> => Promise.resolve('authorization');
  saveSettings = <T>(settings: T): Promise<T> => Promise.resolve(settings);
  close = (): Promise<void> => Promise.resolve();

  private asked(): void {
    this.requests += 1;
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
  }

  private apply(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const before = this.of(scimId) ?? null;
    if (revision < (before?.revision ?? 0)) {
      return { scimId, status: 'stale', revision: before?.revision ?? 0, account: before };
    }
    const account = this.wanted(operation, before);
    if (account !== null) this.accountsById.set(account.id, account);
    else if (before !== null) this.accountsById.delete(before.id);
    const same = JSON.stringify({ ...before, revision }) === JSON.stringify({ ...account, revision });
    const action = same || (account ?? before) === null ? 'none' : actionOf(before, account);
    return { scimId, status: action === 'none' ? 'unchanged' : 'applied', action, account, changed: [] };
  }

  private wanted(operation: Operation, before: ConnectorAccount | null): ConnectorAccount | null {
    const { scimId, revision } = operation;
    switch (operation.op) {
      case 'delete':
        return null;
      case 'deactivate':
      case 'reactivate':
        return before && { ...before, revision, active: operation.op === 'reactivate' };
      case 'remove_roles':
        return before && { ...before, revision, withoutRoles: true };
      case 'upsert': {
        const { fields, active, meta, groups } = operation;
        const base = before ?? this.add({ login: fields.user_login, email: fields.user_email });
        const given = operation.roles?.given ?? [];
        return {
          ...base,
          ...{ scimId, revision, active, email: fields.user_email, groups: [...(groups ?? base.groups)] },
          ...(operation.roles === undefined ? {} : { roles: rolesOf(base, given), rolesGiven: [...given] }),
          fields: { ...base.fields, ...fields, user_login: base.login },
          meta: { ...base.meta, ...meta },
        };
      }
    }
  }
}

function rolesOf({ roles, rolesGiven }: ConnectorAccount, given: readonly string[]): string[] {
  const byHand = roles.filter((role) => !(rolesGiven ?? []).includes(role));
  return [...new Set([...byHand, ...given])];
}

function actionOf(before: ConnectorAccount | null, after: ConnectorAccount | null) {
  if (after === null) return 'delete';
  if (before === null) return 'create';
  if (before.active !== after.active) return after.active ? 'reactivate' : 'deactivate';
  return 'update';
}

function fits({ id, login, email, meta }: ConnectorAccount, by: MatchKey): boolean {
  const same = (text: string | null | undefined): boolean => text?.toLowerCase() === by.value.toLowerCase();
  if (by.by === 'meta') return same(meta[by.key]);
  return same({ id: String(id), login, email }[by.by]);
}

function withMeta(account: ConnectorAccount, keys: readonly string[] = []): ConnectorAccount {
  return { ...account, meta: Object.fromEntries(keys.map((key) => [key, account.meta[key] ?? null])) };
}
