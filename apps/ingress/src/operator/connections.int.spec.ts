import { type Ingress, OPERATOR_TOKEN, someUser, startTestIngress, TOKEN } from '../testing/harness.js';
import { SITE_SCHEMA } from '../testing/site-schema.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

let count = 0;
async function connect(given: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await ingress.operator('POST', '', { name: `Company ${(count += 1)}`, ...given });
  expect(status).toBe(201);
  return String(body.id);
}

async function tokenOf(connection: string): Promise<{ authorization: string }> {
  const { body } = await ingress.operator('POST', `/${connection}/tokens`, { name: 'Directory sync' });
  return { authorization: `Bearer ${String(body.token)}` };
}

const lastAct = async () => (await ingress.acts()).at(-1);

describe('the operator API', () => {
  it.each([null, 'Bearer wrong', `Bearer ${TOKEN}`])('is closed to %s', async (authorization) => {
    expect((await ingress.operator('GET', '', undefined, { authorization })).status).toBe(401);
    expect((await ingress.operator('POST', '', { name: 'X' }, { authorization })).status).toBe(401);
  });

  it('opens no SCIM', async () => {
    const authorization = `Bearer ${OPERATOR_TOKEN}`;
    expect((await ingress.scim('GET', '/Users', undefined, { authorization })).status).toBe(401);
  });
});

describe('a connection', () => {
  it('is made with what was left out by default, and an id of its name', async () => {
    const { status, body } = await ingress.operator('POST', '', { name: 'Öko Strom (EU)' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: 'oko-strom-eu',
      name: 'Öko Strom (EU)',
      preset: 'generic',
      strict: false,
      rateLimit: null,
      schemas: { user: [], group: [] },
      archived: null,
      users: 0,
      tokens: [],
      lastRequest: null,
      baseUrl: `${ingress.url}/scim/v2`,
    });
    expect(JSON.stringify(body.guide)).toContain(`"value":"${ingress.url}/scim/v2"`);
    const second = await ingress.operator('POST', '', { name: 'Öko-Strom EU' });
    expect(second.body.id).toMatch(/^oko-strom-eu-[0-9a-f]{4}$/);
    expect((await ingress.operator('GET', '/oko-strom-eu')).body).toEqual(body);
  });

  it('is listed with how many users it has', async () => {
    const id = await connect({ preset: 'okta' });
    const headers = await tokenOf(id);
    await ingress.scim('POST', '/Users', someUser(), headers);
    await ingress.scim('POST', '/Users', someUser(), headers);
    const { body } = await ingress.operator('GET', '');
    expect(body.connections[0]).toMatchObject({ id: 'default', liveTokens: 1 });
    expect(body.connections).toContainEqual(expect.objectContaining({ id, preset: 'okta', users: 2, liveTokens: 1 }));
  });

  it('changes in what is given; the audit hears before and after', async () => {
    const id = await connect({ name: 'Before' });
    const { status, body } = await ingress.operator('PATCH', `/${id}`, { name: 'After', strict: true, rateLimit: 50 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, name: 'After', strict: true, rateLimit: 50, preset: 'generic' });
    expect(await lastAct()).toMatchObject({
      connection: id,
      action: 'connection.update',
      status: 'succeeded',
      code: null,
      detail: `Changed the connection "After" (${id})`,
      changes: [
        { path: 'name', before: 'Before', after: 'After' },
        { path: 'strict', before: false, after: true },
        { path: 'rateLimit', before: null, after: 50 },
      ],
      origin: { actor: 'operator', tokenId: 'operator', sourceIp: '127.0.0.1' },
    });
    const before = (await ingress.acts()).length;
    expect((await ingress.operator('PATCH', `/${id}`, { name: 'After' })).status).toBe(200);
    expect(await ingress.acts()).toHaveLength(before);
  });

  it('is not changed, nor has it a token, when the audit can’t hear of it', async () => {
    const id = await connect({ name: 'Before' });
    const token = await ingress.operator('POST', `/${id}/tokens`, { name: 'Old' });
    await ingress.sql('ALTER TABLE event_log.outbox ADD CONSTRAINT closed CHECK (false) NOT VALID');
    try {
      for (const [method, path, body] of [
        ['POST', '', { name: 'Other', id: 'other' }],
        ['PATCH', `/${id}`, { name: 'After' }],
        ['DELETE', `/${id}`, undefined],
        ['POST', `/${id}/tokens`, { name: 'New' }],
        ['DELETE', `/${id}/tokens/${String(token.body.id)}`, undefined],
      ] as const)
        expect((await ingress.operator(method, path, body)).status).toBe(500);
    } finally {
      await ingress.sql('ALTER TABLE event_log.outbox DROP CONSTRAINT closed');
    }
    expect((await ingress.operator('GET', '/other')).status).toBe(404);
    const { body } = await ingress.operator('GET', `/${id}`);
    expect(body).toMatchObject({ name: 'Before', archived: null, tokens: [{ name: 'Old', live: true }] });
  });

  it('is not heard of by the audit when the change can’t be committed', async () => {
    const before = (await ingress.acts()).length;
    await ingress.sql(`
      CREATE FUNCTION ingress.too_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'too late'; END $$;
      CREATE CONSTRAINT TRIGGER too_late AFTER INSERT ON ingress.connections DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ingress.too_late()`);
    try {
      expect((await ingress.operator('POST', '', { name: 'Late' })).status).toBe(500);
    } finally {
      await ingress.sql('DROP FUNCTION ingress.too_late CASCADE');
    }
    expect(await ingress.acts()).toHaveLength(before);
  });

  it('takes custom schemas that are valid, and tells what is wrong with others', async () => {
    const id = await connect();
    const given = await ingress.operator('PATCH', `/${id}`, { schemas: { user: [SITE_SCHEMA] } });
    expect([given.status, given.body.schemas]).toEqual([200, { user: [SITE_SCHEMA], group: [] }]);
    const wrong = await ingress.operator('PATCH', `/${id}`, { schemas: { user: [{ id: 'urn:x' }] } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.message).toEqual(expect.any(String));
    const large = { ...SITE_SCHEMA, description: 'x'.repeat(70_000) };
    expect((await ingress.operator('PATCH', `/${id}`, { schemas: { user: [large] } })).status).toBe(400);
    expect((await ingress.operator('GET', `/${id}`)).body.schemas).toEqual({ user: [SITE_SCHEMA], group: [] });
  });

  it('takes and finds attributes of its custom schema, tells of it, and no other connection does', async () => {
    const id = await connect({ strict: true, schemas: { user: [SITE_SCHEMA] } });
    const headers = await tokenOf(id);
    const user = someUser({ [SITE_SCHEMA.id]: { badge: 'B-7' } });
    user.schemas = [...(user.schemas as string[]), SITE_SCHEMA.id];
    const made = await ingress.scim('POST', '/Users', user, headers);
    expect([made.status, made.body[SITE_SCHEMA.id]]).toEqual([201, { badge: 'B-7' }]);
    const filter = encodeURIComponent(`${SITE_SCHEMA.id}:badge eq "b-7"`);
    const found = await ingress.scim('GET', `/Users?filter=${filter}`, undefined, headers);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.body.id }] });
    expect((await ingress.scim('GET', `/Schemas/${SITE_SCHEMA.id}`, undefined, headers)).status).toBe(200);
    expect((await ingress.scim('GET', `/Schemas/${SITE_SCHEMA.id}`)).status).toBe(404);
    expect((await ingress.scim('GET', `/Users?filter=${filter}`)).body.totalResults).toBe(0);
  });

  it('understands the habits of identity providers unless it is strict', async () => {
    const id = await connect();
    const headers = await tokenOf(id);
    const create = () => ingress.scim('POST', '/Users', someUser({ active: 'False' }), headers);
    expect((await create()).body).toMatchObject({ active: false });
    await ingress.operator('PATCH', `/${id}`, { strict: true });
    expect((await create()).body).toMatchObject({ status: '400', scimType: 'invalidValue' });
  });

  it.each([
    ['no name', {}],
    ['a blank name', { name: ' ' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['an id with a colon', { name: 'X', id: 'a:b' }],
    ['an unknown preset', { name: 'X', preset: 'acme' }],
    ['strict as a text', { name: 'X', strict: 'yes' }],
    ['strict of null', { name: 'X', strict: null }],
    ['schemas that are no lists', { name: 'X', schemas: { user: {} } }],
    ['a negative limit', { name: 'X', rateLimit: -1 }],
    ['a misspelt field', { name: 'X', presett: 'okta' }],
  ])('with %s is refused with 400', async (_what, body) => {
    expect((await ingress.operator('POST', '', body)).status).toBe(400);
  });

  it('is not made twice with one id, and what is not there is 404', async () => {
    const id = await connect({ id: 'twice' });
    expect((await ingress.operator('POST', '', { name: 'X', id })).status).toBe(409);
    for (const [method, path] of [
      ['GET', '/nobody'],
      ['PATCH', '/nobody'],
      ['DELETE', '/nobody'],
      ['GET', '/%00'],
      ['POST', '/nobody/tokens'],
      ['PATCH', '/default/tokens/nobody'],
      ['DELETE', '/default/tokens/nobody'],
      ['DELETE', '/nobody/tokens/default'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : { name: 'X' };
      expect((await ingress.operator(method, path, body)).status).toBe(404);
    }
  });
});

describe('deleting a connection', () => {
  it('is refused while it has users, unless they are to stay', async () => {
    const id = await connect();
    const headers = await tokenOf(id);
    const { body: user } = await ingress.scim('POST', '/Users', someUser(), headers);
    const refused = await ingress.operator('DELETE', `/${id}`);
    expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining('?users=keep')]);
    expect((await ingress.scim('GET', `/Users/${user.id}`, undefined, headers)).status).toBe(200);

    expect((await ingress.operator('DELETE', `/${id}?users=keep`)).status).toBe(204);
    expect((await ingress.scim('GET', `/Users/${user.id}`, undefined, headers)).status).toBe(401);
    expect(await ingress.sql('SELECT id FROM ingress.users WHERE connection = $1', [id])).toEqual([{ id: user.id }]);
    expect(await lastAct()).toMatchObject({ connection: id, action: 'connection.delete' });
    const { body } = await ingress.operator('GET', '');
    expect(body.connections.map((connection: { id: string }) => connection.id)).not.toContain(id);
    const { body: all } = await ingress.operator('GET', '?archived=true');
    expect(all.connections).toContainEqual(expect.objectContaining({ id, users: 1, archived: expect.any(String) }));
  });

  it('is refused while it has groups, too', async () => {
    const id = await connect();
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Editors' };
    expect((await ingress.scim('POST', '/Groups', group, await tokenOf(id))).status).toBe(201);
    expect((await ingress.operator('DELETE', `/${id}`)).status).toBe(409);
  });

  it('is taken back by restoring it; the tokens stay revoked, and the id is never given again', async () => {
    const id = await connect();
    const old = await tokenOf(id);
    expect((await ingress.operator('DELETE', `/${id}`)).status).toBe(204);
    expect((await ingress.operator('DELETE', `/${id}`)).status).toBe(404);
    expect((await ingress.operator('POST', '', { name: 'X', id })).status).toBe(409);
    expect((await ingress.operator('POST', `/${id}/tokens`, { name: 'X' })).status).toBe(409);
    expect((await ingress.operator('PATCH', `/${id}`, { name: 'X' })).status).toBe(409);

    expect((await ingress.operator('PATCH', `/${id}`, { archived: false })).body).toMatchObject({ archived: null });
    expect((await ingress.scim('GET', '/Users', undefined, old)).status).toBe(401);
    expect((await ingress.scim('GET', '/Users', undefined, await tokenOf(id))).status).toBe(200);
  });

  it('is not possible for the default connection', async () => {
    expect((await ingress.operator('DELETE', '/default?users=keep')).status).toBe(409);
    expect((await ingress.scim('GET', '/Users')).status).toBe(200);
  });
});
