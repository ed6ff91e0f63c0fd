import { eventually } from '@usher/testing';
import { connect } from '../testing/connect.js';
import { type Ingress, OPERATOR_TOKEN, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;
let id: string;
let headers: { authorization: string };

beforeAll(async () => {
  ingress = await startTestIngress();
});
beforeEach(async () => {
  ({ id, headers } = await connect(ingress));
});
afterAll(() => ingress?.stop());

type Request = Record<string, unknown>;

const requests = async (query = ''): Promise<Request[]> =>
  (await ingress.api('GET', `/connections/${id}/requests${query}`)).body.requests;

/** Waits until there are so many, and answers them. */
const seen = (count: number, query = ''): Promise<Request[]> =>
  eventually(async () => {
    const found = await requests(query);
    expect(found).toHaveLength(count);
    return found;
  });

describe('the requests of a connection', () => {
  it('are shown newest first, each with what it was answered', async () => {
    await ingress.scim('GET', '/Users?filter=userName%20eq%20%22ada%22&access_token=s3cret', undefined, headers);
    await ingress.scim('POST', '/Users', {}, { ...headers, 'user-agent': 'Okta SCIM Client 1.0.0' });
    const [refused, good] = await seen(2);
    expect(refused).toEqual({
      id: expect.stringMatching(/^\d+$/),
      at: expect.any(String),
      connection: id,
      method: 'POST',
      path: '/scim/v2/Users',
      status: 400,
      scimType: 'invalidValue',
      code: 'invalidValue',
      detail: expect.stringContaining('schemas is required'),
      milliseconds: expect.any(Number),
      sourceIp: '127.0.0.1',
      token: 'Directory sync',
      userAgent: 'Okta SCIM Client 1.0.0',
      skipped: 0,
      hint: expect.stringContaining('attribute mapping'),
    });
    expect(good).toMatchObject({
      path: '/scim/v2/Users?filter=userName eq "ada"&access_token=***',
      status: 200,
      detail: null,
      hint: null,
    });
    expect(JSON.stringify(await requests())).not.toMatch(/s3cret|Bearer/);
  });

  it('tell when the first, the last and the last good one were', async () => {
    const uses = async () => (await ingress.api('GET', `/connections/${id}`)).body;
    expect(await uses()).toMatchObject({ firstRequestAt: null, lastRequestAt: null, lastGoodRequestAt: null });
    expect(await uses()).toMatchObject({ unusedTokens: 1, nextExpiry: null });
    await ingress.scim('POST', '/Users', {}, headers);
    await seen(1);
    expect(await uses()).toMatchObject({ firstRequestAt: expect.any(String), lastGoodRequestAt: null });
    await ingress.scim('GET', '/Users', undefined, headers);
    await seen(2);
    const { firstRequestAt, lastGoodRequestAt, lastRequestAt } = await uses();
    expect(new Date(firstRequestAt).getTime()).toBeLessThanOrEqual(new Date(lastGoodRequestAt).getTime());
    expect(lastRequestAt).toEqual(lastGoodRequestAt);
    await eventually(async () =>
      expect(await ingress.sql('SELECT last_good FROM ingress.connection_use WHERE connection = $1', [id])).toEqual([
        { last_good: expect.any(Date) },
      ]),
    );
  });

  it('have those with a token that isn’t known among them until one was good, and when asked for', async () => {
    await ingress.scim('GET', '/Users', undefined, { authorization: 'Bearer unknown-0123456789' });
    await ingress.scim('GET', '/Users', undefined, { authorization: null });
    await ingress.scim('GET', '/Users', undefined, { authorization: 'Basic dTpw' });
    const codes = (all: Request[]) => all.map(({ code }) => code);
    await eventually(async () =>
      expect(codes(await requests()).slice(0, 3)).toEqual(['not_bearer', 'no_token', 'unknown_token']),
    );
    expect((await requests())[0]).toMatchObject({ connection: null, status: 401, scimType: null, token: null });
    await ingress.scim('GET', '/Users', undefined, headers);
    await seen(1);
    expect(codes(await requests('?unknown=true'))).toContain('unknown_token');
  });

  it('that were not let in are shown with what to do', async () => {
    const { body } = await ingress.operator('POST', `/${id}/tokens`, { name: 'Report', scope: 'read' });
    await ingress.scim('POST', '/Users', someUser(), { authorization: `Bearer ${body.token}` });
    await ingress.operator('DELETE', `/${id}/tokens/${body.id}`);
    await ingress.scim('GET', '/Users', undefined, { authorization: `Bearer ${body.token}` });
    await eventually(async () => {
      const own = (await requests()).filter(({ connection }) => connection === id);
      expect(own).toMatchObject([
        { code: 'revoked_token', token: 'Report', hint: expect.stringContaining('Make another one') },
        { code: 'insufficient_scope', status: 403, hint: expect.stringContaining('"write"') },
      ]);
    });
  });

  it('are seen at addresses where there is no SCIM, too', async () => {
    await fetch(`${ingress.url}/scim/v1/Users`, { headers });
    await fetch(`${ingress.url}/Users`, { method: 'POST', headers });
    await ingress.scim('GET', '/scim/v2/Users', undefined, headers);
    await eventually(async () => {
      const own = (await requests()).filter(({ connection }) => connection === id);
      expect(own.map(({ hint }) => hint)).toEqual([
        expect.stringContaining('twice'),
        expect.stringContaining('must end in /scim/v2'),
        expect.stringContaining('SCIM 1.1'),
      ]);
    });
  });

  it('are a hundred at most; the others are counted', async () => {
    for (let round = 0; round < 3; round += 1)
      await Promise.all(Array.from({ length: 80 }, () => ingress.scim('GET', '/Schemas', undefined, headers)));
    await ingress.scim('GET', '/Users?count=0', undefined, headers);
    await eventually(async () => {
      const found = await requests();
      const counted = await ingress.sql('SELECT max(skipped) AS n FROM ingress.requests WHERE connection = $1', [id]);
      expect(found.length).toBeLessThanOrEqual(100);
      expect(found.length).toBeGreaterThanOrEqual(50);
      expect(Number(counted[0]?.n)).toBeGreaterThan(0);
    });
  });

  it('of a connection that isn’t there are 404, and only operators see them', async () => {
    expect((await ingress.api('GET', '/connections/none/requests')).status).toBe(404);
    expect((await ingress.api('GET', '/connections/none/requests/live')).status).toBe(404);
    const anonymous = { authorization: null };
    expect((await ingress.api('GET', `/connections/${id}/requests/live`, undefined, anonymous)).status).toBe(401);
  });
});

describe('requests as they come', () => {
  it('are told once each, and go on after the last that a client has seen', async () => {
    await ingress.scim('GET', '/Users?count=1', undefined, headers);
    const [first] = await seen(1);
    const stream = new AbortController();
    const answer = await fetch(`${ingress.url}/api/connections/${id}/requests/live`, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'last-event-id': String(first?.id) },
      signal: stream.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    await ingress.scim('GET', '/Users?count=2', undefined, headers);
    await ingress.scim('GET', '/Users?count=3', undefined, headers);
    let told = '';
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) {
      told += decoder.decode(part, { stream: true });
      if (told.includes('count=3')) break;
    }
    stream.abort();
    expect(told.match(/^event: request$/gm)).toHaveLength(2);
    expect(told).not.toContain('count=1');
    expect(told).toMatch(/^id: \d+$/m);
  });
});
