import { jest } from '@jest/globals';
import type { ConnectorAccount } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

/** Every account of the site, a page of three at a time. */
async function all(meta?: string[]): Promise<ConnectorAccount[]> {
  const accounts: ConnectorAccount[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page = await at.site.accounts({ after, limit: 3, meta });
    expect(page.accounts.length).toBeLessThanOrEqual(3);
    accounts.push(...page.accounts);
    after = page.next;
  }
  return accounts;
}

describe('the pages of accounts', () => {
  it('have every account once, by ascending id, linked or not, whatever its state', async () => {
    const operations = Array.from({ length: 5 }, () => upsert({ roles: gives('author'), meta: { team: 'R&D' } }));
    await at.site.batch(operations);
    const [leaver, stripped] = operations as [ReturnType<typeof upsert>, ReturnType<typeof upsert>];
    await at.run({ op: 'deactivate', scimId: leaver.scimId, revision: 2 });
    await at.run({ op: 'remove_roles', scimId: stripped.scimId, revision: 2 });
    const local = await at.addAccount({ login: 'local', role: 'editor', meta: { team: 'Z' } });

    const accounts = await all(['team', 'none']);
    const ids = accounts.map((account) => account.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ids).toEqual(
      (await at.php<string[]>(`return $wpdb->get_col( "SELECT ID FROM $wpdb->users ORDER BY ID" );`)).map(Number),
    );
    const of = (login: string) => accounts.find((account) => account.login === login);
    expect(of('admin')).toMatchObject({ scimId: null, administrator: true, meta: { team: null } });
    expect(of(at.wordpress.connector.username)).toMatchObject({ administrator: true });
    expect(of('local')).toMatchObject({
      id: local,
      scimId: null,
      revision: null,
      active: true,
      roles: ['editor'],
      rolesGiven: null,
      administrator: false,
      meta: { team: 'Z', none: null },
    });
    expect(of(leaver.fields.user_login)).toMatchObject({ scimId: leaver.scimId, active: false, roles: ['author'] });
    expect(of(stripped.fields.user_login)).toMatchObject({ active: true, withoutRoles: true, roles: ['author'] });
    expect(of(operations[2]!.fields.user_login)).toMatchObject({
      revision: 1,
      rolesGiven: ['author'],
      meta: { team: 'R&D' },
    });
  });

  it('end with one that says so, also when the last is full', async () => {
    const total = (await all()).length;
    await expect(at.site.accounts({ limit: total })).resolves.toMatchObject({ next: null });
    const page = await at.site.accounts({ limit: total - 1 });
    await expect(at.site.accounts({ after: page.next! })).resolves.toMatchObject({ next: null, accounts: [{}] });
    await expect(at.site.accounts({ after: 1_000_000 })).resolves.toEqual({ accounts: [], next: null });
  });

  it('take as many statements for many accounts as for few', async () => {
    await at.site.batch(Array.from({ length: 30 }, () => upsert({ meta: { team: 'x' }, groups: ['A'] })));
    const statements = (limit: number) =>
      at.php<number>(`wp_cache_flush(); get_option( 'x' ); wp_roles(); $before = $wpdb->num_queries;
        Usher\\Connector\\Account_List::page( 0, ${limit}, [ 'team' ] ); return $wpdb->num_queries - $before;`);
    expect(await statements(30)).toBe(await statements(5));
  });

  it('tell no secrets of usermeta', async () => {
    for (const key of ['session_tokens', 'wp_capabilities', '_application_passwords', 'totp_secret', "x'y"])
      await expect(at.site.accounts({ meta: [key] })).rejects.toMatchObject({
        code: 'usher_invalid_request',
        message: expect.stringContaining('may not read'),
      });
    for (const query of ['after=-1', 'limit=0', 'limit=x', 'after[]=1', 'meta[]=a']) {
      const { username, applicationPassword } = at.wordpress.connector;
      const authorization = `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`;
      const answer = await fetch(`${at.wordpress.url}/wp-json/usher/v1/accounts?${query}`, {
        headers: { authorization },
      });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it('also serve one account with its usermeta', async () => {
    const operation = upsert({ meta: { team: 'one' } });
    await at.run(operation);
    const meta = { team: 'one' };
    const options = { meta: ['team'] };
    await expect(at.site.findByScimId(operation.scimId, options)).resolves.toMatchObject({ meta });
    await expect(at.site.findByLogin(operation.fields.user_login, options)).resolves.toMatchObject({ meta });
    await expect(at.site.findByEmail(operation.fields.user_email, options)).resolves.toMatchObject({ meta });
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ meta: {} });
    await at.php(
      `return add_user_meta( get_user_by( 'login', ${quoted(operation.fields.user_login)} )->ID, 'list', [ 'a' => 1 ] );`,
    );
    await expect(at.site.findByScimId(operation.scimId, { meta: ['list'] })).resolves.toMatchObject({
      meta: { list: '{"a":1}' },
    });
  });
});
