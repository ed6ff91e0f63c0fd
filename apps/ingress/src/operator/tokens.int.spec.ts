import { eventually } from '@usher/testing';
import { hashToken } from '../connections/token-hash.js';
import { type Answer, type Ingress, someUser, startTestIngress, TOKEN } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

let count = 0;
async function connect(given: Record<string, unknown> = {}): Promise<string> {
  const { body } = await ingress.operator('POST', '', { name: `Company ${(count += 1)}`, ...given });
  return String(body.id);
}

const make = (connection: string, given: Record<string, unknown> = {}) =>
  ingress.operator('POST', `/${connection}/tokens`, { name: 'Directory sync', ...given });

const use = (token: unknown, method = 'GET', path = '/Users', body?: unknown): Promise<Answer> =>
  ingress.scim(method, path, body, { authorization: `Bearer ${String(token)}` });

describe('a token', () => {
  it('is shown once, works at once, and is kept as a hash only', async () => {
    const id = await connect();
    const { status, body, headers } = await make(id);
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(body.token).toMatch(/^usher_[\w-]{43}$/);
    expect((await use(body.token, 'POST', '/Users', someUser())).status).toBe(201);
    const stored = await ingress.sql('SELECT * FROM ingress.tokens WHERE id = $1', [body.id]);
    expect(stored).toMatchObject([{ connection: id, hash: hashToken(body.token), scope: 'write' }]);
    const shown = [stored, (await ingress.operator('GET', `/${id}`)).body, await ingress.acts()];
    expect(JSON.stringify(shown)).not.toContain(body.token);
    expect((await ingress.acts()).at(-1)).toMatchObject({
      connection: id,
      action: 'token.create',
      detail: `Made the token "Directory sync" of ${id}, which may write`,
    });
  });

  it('is the actor of what is done with it', async () => {
    const { body } = await make(await connect(), { name: 'Okta production' });
    await use(body.token, 'POST', '/Users', someUser());
    expect((await ingress.events()).at(-1)?.event.origin).toMatchObject({ tokenId: body.id, actor: 'Okta production' });
  });

  it('can have one beside it that takes over, but not two', async () => {
    const id = await connect();
    const [first, second] = [await make(id), await make(id, { name: 'Next' })];
    expect((await use(first.body.token)).status).toBe(200);
    expect((await use(second.body.token)).status).toBe(200);
    const third = await make(id);
    expect([third.status, third.body.message]).toEqual([409, expect.stringContaining('"Next"')]);
    expect((await ingress.operator('DELETE', `/${id}/tokens/${first.body.id}`)).status).toBe(204);
    expect((await make(id)).status).toBe(201);
  });

  it('is made twice at most by many who ask at the same time', async () => {
    const id = await connect();
    // All have looked how many there are before the first one can write.
    await ingress.sql('BEGIN');
    await ingress.sql('LOCK TABLE ingress.tokens IN SHARE MODE');
    const asked = Array.from({ length: 8 }, () => make(id));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await ingress.sql('COMMIT');
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409, 409, 409]);
  });

  it('that is revoked is refused with the next request, and the audit hears of it once', async () => {
    const id = await connect();
    const { body } = await make(id);
    expect((await use(body.token)).status).toBe(200);
    const path = `/${id}/tokens/${body.id}`;
    expect((await ingress.operator('DELETE', path)).status).toBe(204);
    const answer = await use(body.token);
    expect([answer.status, answer.body.detail]).toEqual([401, 'The bearer token has been revoked']);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect((await ingress.operator('DELETE', path)).status).toBe(204);
    expect((await ingress.operator('PATCH', path, { name: 'X' })).status).toBe(409);
    const revocations = (await ingress.acts()).filter(({ action }) => action === 'token.revoke');
    expect(revocations.filter(({ connection }) => connection === id)).toHaveLength(1);
  });

  it('expires; before that the time can be moved, afterwards not', async () => {
    const id = await connect();
    const expires = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
    const { body } = await make(id, { expires: expires(60_000) });
    expect((await use(body.token)).status).toBe(200);
    const path = `/${id}/tokens/${body.id}`;
    const soon = expires(700);
    expect((await ingress.operator('PATCH', path, { expires: soon })).body).toMatchObject({
      expires: soon,
      live: true,
    });
    expect((await use(body.token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 750));
    const answer = await use(body.token);
    expect([answer.status, answer.body.detail]).toEqual([401, 'The bearer token has expired']);
    expect((await ingress.operator('PATCH', path, { expires: null })).status).toBe(409);
  });

  it('that may read only reads: GET and searches, however the address is written', async () => {
    const { body } = await make(await connect(), { scope: 'read' });
    expect((await use(body.token)).status).toBe(200);
    expect((await use(body.token, 'HEAD', '/Users')).status).toBe(200);
    const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };
    for (const path of ['/Users/.search', '/Groups/.search', '/.search'])
      expect((await use(body.token, 'POST', path, search)).status).toBe(200);
    for (const path of ['/Users', '/Users?x=/.search', '/Users#/.search', '/Users/', '/Bulk', '/Groups']) {
      const answer = await use(body.token, 'POST', path, someUser());
      expect([answer.status, answer.body.status]).toEqual([403, '403']);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    }
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect((await use(body.token, method, '/Users/0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11', {})).status).toBe(403);
    expect((await use(body.token)).body.totalResults).toBe(0);
  });

  it('is refused from elsewhere than its networks', async () => {
    const id = await connect();
    const { body } = await make(id, { networks: ['203.0.113.0/24', '::1'] });
    const answer = await use(body.token);
    expect([answer.status, answer.body.detail]).toEqual([403, 'The bearer token may not be used from 127.0.0.1']);
    const path = `/${id}/tokens/${body.id}`;
    expect((await ingress.operator('PATCH', path, { networks: ['127.0.0.0/8'] })).body).toMatchObject({
      networks: ['127.0.0.0/8'],
    });
    expect((await use(body.token)).status).toBe(200);
    expect((await ingress.acts()).at(-1)).toMatchObject({
      action: 'token.update',
      changes: [{ path: 'networks', before: ['203.0.113.0/24', '::1'], after: ['127.0.0.0/8'] }],
    });
  });

  it('has its own limit of requests a second: beyond it 429, with when to come again', async () => {
    const id = await connect({ rateLimit: 5 });
    const [one, other] = [await make(id), await make(id)];
    const answers = await Promise.all(Array.from({ length: 20 }, () => use(one.body.token)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused.length).toBeLessThanOrEqual(15);
    const [first] = refused;
    expect([first?.headers.get('retry-after'), first?.headers.get('content-type')]).toEqual([
      '1',
      'application/scim+json; charset=utf-8',
    ]);
    expect(first?.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' });
    expect((await use(other.body.token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await use(one.body.token)).status).toBe(200);
    expect((await ingress.operator('PATCH', `/${id}`, { rateLimit: null })).status).toBe(200);
    const unlimited = await Promise.all(Array.from({ length: 20 }, () => use(one.body.token)));
    expect(unlimited.filter(({ status }) => status === 429)).toHaveLength(0);
  });

  it('tells when it was used last, written soon after its first use', async () => {
    const id = await connect();
    const { body } = await make(id);
    expect(body.lastUsed).toBeNull();
    const before = Date.now();
    await use(body.token);
    await eventually(async () => {
      const { body: connection } = await ingress.operator('GET', `/${id}`);
      expect(Date.parse(connection.tokens[0].lastUsed)).toBeGreaterThanOrEqual(before);
      expect(connection.lastRequest).toBe(connection.tokens[0].lastUsed);
    });
  });

  it.each([
    ['no name', { name: undefined }],
    ['an unknown scope', { scope: 'admin' }],
    ['networks that are none', { networks: ['example.org'] }],
    ['networks of null', { networks: null }],
    ['a time that has passed', { expires: '2020-01-01T00:00:00Z' }],
    ['a time without a zone', { expires: '2999-01-01T00:00:00' }],
    ['a day that is not', { expires: '2999-02-31T00:00:00Z' }],
  ])('with %s is refused with 400', async (_what, given) => {
    expect((await make('default', given)).status).toBe(400);
  });
});

describe('the configured token', () => {
  it('is shown as such, counts as one, and can be restricted but not revoked', async () => {
    const { body } = await ingress.operator('GET', '/default');
    expect(body.tokens).toMatchObject([{ id: 'default', configured: true, live: true }]);
    expect((await ingress.operator('DELETE', '/default/tokens/default')).status).toBe(409);
    const path = '/default/tokens/default';
    expect((await ingress.operator('PATCH', path, { name: 'Okta', networks: ['127.0.0.1'] })).status).toBe(200);
    const again = await startTestIngress({ DATABASE_URL: ingress.databaseUrl });
    try {
      const { body: after } = await again.operator('GET', '/default');
      expect(after.tokens).toMatchObject([{ id: 'default', name: 'Okta', networks: ['127.0.0.1'] }]);
    } finally {
      await again.stop();
    }
    expect((await make('default')).status).toBe(201);
    expect((await make('default')).status).toBe(409);
    expect((await use(TOKEN)).status).toBe(200);
  });

  it('can’t be the token of another name', async () => {
    const { body } = await make(await connect(), { name: 'Made' });
    const environment = { DATABASE_URL: ingress.databaseUrl, USHER_SCIM_TOKEN: String(body.token) };
    await expect(startTestIngress(environment)).rejects.toThrow('USHER_SCIM_TOKEN must be another');
  });
});
