import { openIngressDatabase } from '../database.js';
import { type Ingress, startTestIngress, TOKEN } from '../testing/harness.js';
import { hashToken } from './token-hash.js';
import { TokenDirectory } from './token-directory.js';
import { SITE_SCHEMA } from '../testing/site-schema.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

const get = (token: string) => ingress.scim('GET', '/Users', undefined, { authorization: `Bearer ${token}` });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('bearer tokens', () => {
  it('are stored as hashes only', async () => {
    const rows = await ingress.sql('SELECT * FROM ingress.tokens');
    expect(rows).toMatchObject([{ connection: 'default', hash: hashToken(TOKEN) }]);
    expect(JSON.stringify(rows)).not.toContain(TOKEN);
  });

  it('work as soon as they are made, and see the users of their connection only', async () => {
    await ingress.sql(`INSERT INTO ingress.connections (id, name) VALUES ('other', 'Other')`);
    await ingress.sql(
      `INSERT INTO ingress.tokens (id, connection, name, hash) VALUES ('t2', 'other', 'Other token', $1)`,
      [hashToken('made-later')],
    );
    await wait(600);
    expect((await get('made-later')).status).toBe(200);
    const other = { authorization: 'Bearer made-later' };
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'same', externalId: 'same' };
    const mine = await ingress.scim('POST', '/Users', user);
    expect((await ingress.scim('GET', `/Users/${mine.body.id}`, undefined, other)).status).toBe(404);
    expect((await ingress.scim('DELETE', `/Users/${mine.body.id}`, undefined, other)).status).toBe(404);
    const theirs = await ingress.scim('POST', '/Users', user, other);
    expect(theirs.status).toBe(201);
    expect((await get('made-later')).body).toMatchObject({ totalResults: 1, Resources: [{ id: theirs.body.id }] });
    expect((await get(TOKEN)).body).toMatchObject({ totalResults: 1, Resources: [{ id: mine.body.id }] });
  });

  it('are refused within seconds after they were revoked', async () => {
    await ingress.sql(`UPDATE ingress.tokens SET revoked = now() WHERE id = 't2'`);
    const end = Date.now() + 8_000;
    while ((await get('made-later')).status !== 401 && Date.now() < end) await wait(200);
    expect((await get('made-later')).status).toBe(401);
  }, 15_000);
});

describe('the caller that a token stands for', () => {
  it('speaks as its connection is set, in another process too, and is made anew only when that changes', async () => {
    const dataSource = await openIngressDatabase(ingress.databaseUrl);
    const directory = new TokenDirectory(dataSource, 0);
    try {
      await directory.reload();
      const before = directory.known(TOKEN)?.caller.dialects;
      expect(before?.user.leniencies.size).toBeGreaterThan(0);
      await directory.reload();
      expect(directory.known(TOKEN)?.caller.dialects).toBe(before);

      await ingress.operator('PATCH', '/default', { strict: true, schemas: { user: [SITE_SCHEMA] } });
      await directory.reload();
      const { user, group } = directory.known(TOKEN)!.caller.dialects;
      expect(user.leniencies.size).toBe(0);
      expect(user.type.extensions.map(({ id }) => id)).toContain(SITE_SCHEMA.id);
      expect(group.type.extensions.map(({ id }) => id)).not.toContain(SITE_SCHEMA.id);
    } finally {
      await dataSource.destroy();
    }
  });

  it('works on without custom schemas that are not valid any more', async () => {
    await ingress.sql(
      `UPDATE ingress.connections SET user_schemas = '[{"id":"urn:x"}]', revision = revision + 1 WHERE id = 'default'`,
    );
    const dataSource = await openIngressDatabase(ingress.databaseUrl);
    const directory = new TokenDirectory(dataSource, 0);
    try {
      await directory.reload();
      expect(directory.known(TOKEN)?.caller.connection).toBe('default');
    } finally {
      await dataSource.destroy();
    }
  });
});
