import type { OperationEventData } from '@usher/events';
import { eventually, testDatabase, type TestDatabase } from '@usher/testing';
import { type Ingress, someUser, startTestIngress, TOKEN } from '../../testing/harness.js';

let database: TestDatabase;
let ingress: Ingress;

beforeEach(async () => {
  database = await testDatabase();
  ingress = await startTestIngress({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await ingress?.stop();
  await database?.drop();
});

/** Stops the service, and starts another one to look at what it left. */
async function restart(): Promise<void> {
  await ingress.stop();
  ingress = await startTestIngress({ DATABASE_URL: database.url });
}

const attempt = (authorization: string | null, path = '/Users?filter=userName%20eq%20%22lovelace%22') =>
  ingress.scim('GET', path, undefined, { authorization });

const operations = (action: string): Promise<OperationEventData[]> =>
  ingress.operations().then((all) => all.filter((operation) => operation.action === action));

describe('a request that is not let in', () => {
  it('is told to the audit with reason and address, without token and query', async () => {
    await attempt('Bearer guessed-token-0123456789');
    await attempt(null);
    const refused = await eventually(async () => {
      const found = await operations('access.refuse');
      expect(found).toHaveLength(2);
      return found;
    });
    expect(refused[0]).toMatchObject({
      connection: null,
      status: 'rejected',
      code: 'invalid_token',
      detail: 'The bearer token is not valid (GET /scim/v2/Users)',
      origin: { sourceIp: '127.0.0.1', actor: 'unknown', tokenId: 'unknown' },
    });
    expect(refused[1]).toMatchObject({ code: 'no_token' });
    expect(JSON.stringify(refused)).not.toMatch(/guessed-token|lovelace/);
  });

  it('with a token that is known is told by the name of the token', async () => {
    const { body } = await ingress.operator('POST', '/default/tokens', { name: 'Report', scope: 'read' });
    const headers = { authorization: `Bearer ${String(body.token)}` };
    expect((await ingress.scim('POST', '/Users', someUser(), headers)).status).toBe(403);
    await eventually(async () =>
      expect(await operations('access.refuse')).toMatchObject([
        { connection: 'default', code: 'insufficient_scope', origin: { actor: 'Report', tokenId: body.id } },
      ]),
    );
    expect(await operations('request.refuse')).toEqual([]);
  });

  it('a thousand times is ten events, and one with the number of the others when the service stops', async () => {
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 50 }, (_, n) => attempt(`Bearer guess-${round}-${n}`)));
    await eventually(async () => expect(await operations('access.refuse')).toHaveLength(10));
    await restart();
    const refused = await operations('access.refuse');
    expect(refused).toHaveLength(11);
    expect(refused.at(-1)?.detail).toContain('; 989 more like it within a minute are not told one by one');
  });
});

describe('a request that can’t be carried out', () => {
  it('is told to the audit with what the identity provider was told', async () => {
    const user = someUser();
    await ingress.scim('POST', '/Users', user);
    const conflict = await ingress.scim('POST', '/Users', user);
    expect(conflict.status).toBe(409);
    await ingress.scim('GET', '/Users?filter=userName%20zz%201');
    await ingress.scim('POST', '/Users', '{bad');
    await ingress.scim('DELETE', '/Users/0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11');
    await ingress.scim('GET', '/Users/0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11');
    const rejected = await eventually(async () => {
      const found = await operations('request.refuse');
      expect(found).toHaveLength(4);
      return found;
    });
    expect(rejected.map(({ code }) => code)).toEqual(['uniqueness', 'invalidFilter', 'invalidSyntax', 'http_404']);
    expect(rejected[0]).toMatchObject({
      connection: 'default',
      status: 'rejected',
      detail: `POST /scim/v2/Users was answered 409 uniqueness: ${String(conflict.body.detail)}`,
      user: { id: null, userName: user.userName, externalId: user.externalId },
      origin: { sourceIp: '127.0.0.1', actor: 'Default token', tokenId: 'default' },
    });
    expect(rejected[1]?.user).toBeNull();
    expect(rejected[3]?.user).toMatchObject({ id: '0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11', userName: null });
  });

  it('is flushed when the service stops', async () => {
    await ingress.scim('POST', '/Users', {});
    await restart();
    expect(await operations('request.refuse')).toHaveLength(1);
    const used = await ingress.sql(`SELECT last_used FROM ingress.tokens WHERE id = 'default'`);
    expect(used).toEqual([{ last_used: expect.any(Date) }]);
  });

  it('does not wait for the record: a database that takes nothing more for the audit delays no answer', async () => {
    const { sql } = ingress;
    await sql('BEGIN');
    await sql('LOCK TABLE event_log.outbox IN ACCESS EXCLUSIVE MODE');
    const begun = Date.now();
    expect((await attempt(`Bearer ${TOKEN}x`)).status).toBe(401);
    expect((await ingress.scim('GET', '/Users?count=x')).status).toBe(400);
    expect(Date.now() - begun).toBeLessThan(2_000);
    await sql('ROLLBACK');
    await eventually(async () => expect(await operations('access.refuse')).toHaveLength(1));
  });
});
