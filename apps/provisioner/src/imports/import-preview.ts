import { type ConnectorAccount, MAX_PAGE } from '@usher/wordpress';
import type { JobTarget } from '../jobs/target-source.js';
import type { Directory, KnownUser } from '../reconcile/directory.js';
import { type Match, matchOf, textsOf } from '../reconcile/likeness.js';

/** An account of a site as an operator chooses among them. */
export interface AccountView {
  id: number;
  login: string;
  email: string;
  displayName: string;
  active: boolean;
  roles: string[];
  /** Has rights over the site: imported only where the settings allow adopting administrators. */
  administrator: boolean;
  /** Whose it is; `userName` null: of somebody whom the directory doesn't have. */
  linked: { scimId: string; userName: string | null } | null;
  /** For an account that is nobody's: the user of the directory whom an import would find for it. */
  match: Match | null;
}

export interface AccountsPage {
  accounts: AccountView[];
  /** `after` of the next page; null on the last. */
  next: number | null;
}

export interface AccountsQuery {
  after: number;
  limit: number;
  /** Only those that are somebody's, or nobody's. */
  linked?: boolean;
}

/** Pages of the site for one answer, where the filter leaves few of each. */
const PAGES = 5;

/** The accounts of a site, and who of the directory they are or may be. Changes nothing. */
export class ImportPreview {
  constructor(private readonly directory: Directory) {}

  /** @throws {SiteError} */
  async page(target: JobTarget, { after, limit, linked }: AccountsQuery): Promise<AccountsPage> {
    const chosen: ConnectorAccount[] = [];
    let next: number | null = after;
    for (let page = 0; page < PAGES && next !== null && chosen.length < limit; page += 1) {
      const size = linked === undefined ? limit : MAX_PAGE;
      const answer = await target.site.accounts({ after: next, limit: Math.min(size, MAX_PAGE) });
      const fitting = answer.accounts.filter(({ scimId }) => linked === undefined || (scimId !== null) === linked);
      const room = limit - chosen.length;
      chosen.push(...fitting.slice(0, room));
      next = fitting.length > room ? (fitting[room - 1]?.id ?? answer.next) : answer.next;
    }
    return { accounts: await this.views(target, chosen), next };
  }

  private async views(target: JobTarget, accounts: readonly ConnectorAccount[]): Promise<AccountView[]> {
    const free = accounts.filter(({ scimId }) => scimId === null);
    const taken = accounts.flatMap(({ scimId }) => (scimId === null ? [] : [scimId]));
    const [users, alike] = await Promise.all([
      this.directory.byScimIds(target.id, '*', taken),
      this.directory.likenesses(target.connection, textsOf(free)),
    ]);
    return accounts.map((account) => ({
      ...{ id: account.id, login: account.login, email: account.email, active: account.active, roles: account.roles },
      displayName: account.fields.display_name ?? '',
      administrator: account.administrator,
      linked: account.scimId === null ? null : linkOf(account.scimId, users),
      match: account.scimId === null ? matchOf(account, alike) : null,
    }));
  }
}

function linkOf(scimId: string, users: ReadonlyMap<string, KnownUser>): AccountView['linked'] {
  const user = users.get(scimId);
  return { scimId, userName: user === undefined || user.deleted ? null : user.userName };
}
