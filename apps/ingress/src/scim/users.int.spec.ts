import { randomUUID } from 'node:crypto';
import { TOPICS } from '@usher/events';
import { type Ingress, patchBody, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

const create = async (attributes: Record<string, unknown> = {}) => {
  const answer = await ingress.scim('POST', '/Users', someUser(attributes));
  expect(answer.status).toBe(201);
  return answer.body;
};
const eventsOf = async (id: string) => (await ingress.events()).filter(({ key }) => key === `default:${id}`);
const typesOf = async (id: string) =>
  (await eventsOf(id)).filter(({ topic }) => topic === TOPICS.users).map(({ headers }) => headers.ce_type);

describe('POST /Users', () => {
  it('answers 201 with the resource, its location and its version', async () => {
    const sent = someUser();
    const { status, headers, body } = await ingress.scim('POST', '/Users', sent);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('location')).toBe(`${ingress.url}/scim/v2/Users/${body.id}`);
    expect(headers.get('etag')).toBe('W/"1"');
    expect(body).toMatchObject({ ...sent, active: true });
    expect(body.meta).toMatchObject({
      resourceType: 'User',
      version: 'W/"1"',
      location: `${ingress.url}/scim/v2/Users/${body.id}`,
    });
    expect((await ingress.scim('GET', `/Users/${body.id}`)).body).toEqual(body);
  });

  it('tells of it in one event with the whole state, who asked and from where', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const sent = someUser();
    const { body } = await ingress.scim('POST', '/Users', sent, { traceparent });
    const [row, ...more] = await eventsOf(body.id);
    expect(more).toEqual([]);
    expect(row?.topic).toBe(TOPICS.users);
    expect(row?.headers).toMatchObject({ ce_type: 'user.created', ce_subject: body.id });
    expect(row?.headers.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(row?.event).toMatchObject({
      connection: 'default',
      user: { id: body.id, revision: 1, userName: sent.userName, externalId: sent.externalId, active: true },
      origin: {
        sourceIp: '127.0.0.1',
        tokenId: 'default',
        actor: 'Default token',
        traceId: '0af7651916cd43dd8448eb211c80319c',
      },
    });
    expect(row?.event.changes).toContainEqual({ path: 'userName', before: null, after: sent.userName });
  });

  it('takes attributes that no schema knows, keeps them out, and tells which', async () => {
    const { status, body } = await ingress.scim('POST', '/Users', someUser({ shoeSize: 43, name: { aura: 'blue' } }));
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toMatch(/shoeSize|aura/);
    const [row] = await eventsOf(body.id);
    expect(row?.event.ignored).toEqual(['name.aura', 'shoeSize']);
    const patch = patchBody({ op: 'replace', value: { title: 'Countess', shoeSize: 44 } });
    expect((await ingress.scim('PATCH', `/Users/${body.id}`, patch)).status).toBe(200);
    const [, patched] = await eventsOf(body.id);
    expect(patched?.event.ignored).toEqual(['shoeSize']);
  });

  it('never keeps a password', async () => {
    const { text, body } = await ingress.scim('POST', '/Users', someUser({ password: 'S3cret-Pass' }));
    expect(text).not.toContain('S3cret-Pass');
    const [stored] = await ingress.sql('SELECT attributes FROM ingress.users WHERE id = $1', [body.id]);
    expect(stored?.attributes).not.toContain('S3cret-Pass');
    expect(JSON.stringify(await eventsOf(body.id))).not.toContain('S3cret-Pass');
  });

  it('gives exactly one 201 when the same user is posted many times at once', async () => {
    const sent = someUser();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ingress.scim('POST', '/Users', n % 2 ? sent : { ...sent, userName: String(sent.userName).toUpperCase() }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { status, body } of refused) {
      expect(status).toBe(409);
      expect(body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    }
    const total = await ingress.scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${sent.userName}"`)}`);
    expect(total.body.totalResults).toBe(1);
  });

  it('refuses an externalId that another user has, and takes users without one', async () => {
    const first = await create();
    const second = await ingress.scim('POST', '/Users', someUser({ externalId: first.externalId }));
    expect(second.status).toBe(409);
    expect(second.body.detail).toContain('externalId');
    await create({ externalId: undefined });
    await create({ externalId: undefined });
  });
});

describe('GET /Users/{id}', () => {
  it('answers 304 to a client that has the version', async () => {
    const { id } = await create();
    const answer = await ingress.scim('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"1"' });
    expect(answer.status).toBe(304);
  });

  it('shows only the attributes asked for, and hides those not wanted', async () => {
    const { id, userName } = await create();
    const only = await ingress.scim('GET', `/Users/${id}?attributes=userName`);
    expect(only.body).toMatchObject({ id, userName });
    expect(only.body).not.toHaveProperty('emails');
    const without = await ingress.scim('GET', `/Users/${id}?excludedAttributes=emails,name.givenName`);
    expect(without.body).not.toHaveProperty('emails');
    expect(without.body.name).toEqual({ familyName: expect.any(String) });
  });

  it('answers 404 for an id that is unknown or no id at all', async () => {
    for (const id of [randomUUID(), 'x', '1', "'; DROP TABLE users", '%00']) {
      const { status, body } = await ingress.scim('GET', `/Users/${encodeURIComponent(id)}`);
      expect([status, body.status]).toEqual([404, '404']);
    }
  });
});

describe('PUT /Users/{id}', () => {
  it('replaces the attributes and raises the version by one', async () => {
    const { id, userName } = await create();
    const answer = await ingress.scim(
      'PUT',
      `/Users/${id}`,
      someUser({ userName, displayName: 'Ada L.', name: undefined }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, userName, displayName: 'Ada L.', meta: { version: 'W/"2"' } });
    expect(answer.body).not.toHaveProperty('name');
    expect(await typesOf(id)).toEqual(['user.created', 'user.updated']);
  });

  it('answers 404 for an unknown id and makes nothing', async () => {
    const id = randomUUID();
    expect((await ingress.scim('PUT', `/Users/${id}`, someUser())).status).toBe(404);
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('PATCH /Users/{id}', () => {
  it('answers 200 with the changed resource', async () => {
    const { id } = await create();
    const operation = { op: 'Replace', path: 'name.givenName', value: 'Augusta' };
    const answer = await ingress.scim('PATCH', `/Users/${id}`, patchBody(operation));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: { givenName: 'Augusta' }, meta: { version: 'W/"2"' } });
    const update = (await eventsOf(id)).at(-1);
    expect(update?.event.changes).toEqual([{ path: 'name.givenName', before: 'Ada', after: 'Augusta' }]);
    expect(update?.event.user).toMatchObject({ revision: 2, attributes: { name: { givenName: 'Augusta' } } });
  });

  it('keeps the time of creation and moves that of modification', async () => {
    const { id, meta } = await create();
    const answer = await ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'add', value: { title: 'Dr.' } }));
    expect(answer.body.meta.created).toBe(meta.created);
    expect(answer.body.meta.lastModified >= meta.lastModified).toBe(true);
  });

  it('makes no version and no event when nothing changes', async () => {
    const { id, userName } = await create();
    const operation = { op: 'replace', path: 'userName', value: userName };
    const answer = await ingress.scim('PATCH', `/Users/${id}`, patchBody(operation));
    expect([answer.status, answer.body.meta.version]).toEqual([200, 'W/"1"']);
    expect(await typesOf(id)).toEqual(['user.created']);
  });

  it('sends a leaver by the express too, as the same event', async () => {
    const { id } = await create();
    await ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active: false } }));
    const events = (await eventsOf(id)).filter(({ headers }) => headers.ce_type === 'user.deactivated');
    expect(events.map(({ topic }) => topic).sort()).toEqual([TOPICS.leavers, TOPICS.users]);
    expect(new Set(events.map(({ headers }) => headers.ce_id)).size).toBe(1);
    expect(events[0]?.event.user).toMatchObject({ active: false, deleted: false, revision: 2 });
  });

  it('takes a leaver back under the same id', async () => {
    const { id } = await create();
    await ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'Replace', path: 'active', value: 'False' }));
    const answer = await ingress.scim(
      'PATCH',
      `/Users/${id}`,
      patchBody({ op: 'replace', path: 'active', value: true }),
    );
    expect(answer.body.active).toBe(true);
    expect(await typesOf(id)).toEqual(['user.created', 'user.deactivated', 'user.reactivated']);
  });

  it('refuses a name that another user has, and changes nothing', async () => {
    const [first, second] = [await create(), await create()];
    const operation = { op: 'replace', path: 'userName', value: String(first.userName).toUpperCase() };
    const answer = await ingress.scim('PATCH', `/Users/${second.id}`, patchBody(operation));
    expect([answer.status, answer.body.scimType]).toEqual([409, 'uniqueness']);
    expect((await ingress.scim('GET', `/Users/${second.id}`)).body).toEqual(second);
    expect(await typesOf(second.id)).toEqual(['user.created']);
  });

  it('lets a user change the case of its own name', async () => {
    const { id, userName } = await create();
    const value = String(userName).toUpperCase();
    const answer = await ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', path: 'userName', value }));
    expect([answer.status, answer.body.userName]).toEqual([200, value]);
  });

  it('keeps every one of many changes of one user at once', async () => {
    const { id } = await create({ emails: undefined });
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) => {
        const value = [{ value: `n${n}@example.org`, type: `t${n}` }];
        return ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'add', path: 'emails', value }));
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { body } = await ingress.scim('GET', `/Users/${id}`);
    expect(body.emails).toHaveLength(25);
    expect(body.meta.version).toBe('W/"26"');
    const revisions = (await eventsOf(id)).map(({ event }) => event.user.revision);
    expect(revisions).toEqual(Array.from({ length: 26 }, (_, n) => n + 1));
  });

  it('fails only the refused ones of many changes of different users at once', async () => {
    const users = await Promise.all(Array.from({ length: 10 }, () => create()));
    const answers = await Promise.all(
      users.map(({ id }, n) => {
        const value = n % 2 ? users[0].userName : `renamed-${id}`;
        return ingress.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', path: 'userName', value }));
      }),
    );
    // The first user gives its name away, so one of the others may get it.
    const refused = answers.filter(({ status }) => status === 409).length;
    expect(answers.filter(({ status }) => status === 200).length + refused).toBe(10);
    expect(refused).toBeGreaterThanOrEqual(4);
    answers.forEach(({ status }, n) => {
      if (n % 2 === 0) expect(status).toBe(200);
    });
  });

  it('changes nothing when If-Match names another version', async () => {
    const { id } = await create();
    const body = patchBody({ op: 'add', value: { title: 'Dr.' } });
    const answer = await ingress.scim('PATCH', `/Users/${id}`, body, { 'if-match': 'W/"9"' });
    expect(answer.status).toBe(412);
    expect((await ingress.scim('PATCH', `/Users/${id}`, body, { 'if-match': 'W/"1"' })).status).toBe(200);
  });
});

describe('DELETE /Users/{id}', () => {
  it('answers 204, then 404, and frees the name for another user', async () => {
    const { id, userName } = await create();
    const answer = await ingress.scim('DELETE', `/Users/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await ingress.scim('GET', `/Users/${id}`)).status).toBe(404);
    expect((await ingress.scim('DELETE', `/Users/${id}`)).status).toBe(404);
    expect((await create({ userName })).id).not.toBe(id);
  });

  it('tells of it as the last revision, by the express too', async () => {
    const { id, userName } = await create();
    await ingress.scim('DELETE', `/Users/${id}`);
    const events = (await eventsOf(id)).filter(({ headers }) => headers.ce_type === 'user.deleted');
    expect(events.map(({ topic }) => topic).sort()).toEqual([TOPICS.leavers, TOPICS.users]);
    expect(events[0]?.event.user).toMatchObject({ id, userName, revision: 2, deleted: true, active: false });
  });

  it('takes a content type without a body', async () => {
    const { id } = await create();
    const answer = await ingress.scim('DELETE', `/Users/${id}`, undefined, { 'content-type': 'application/scim+json' });
    expect(answer.status).toBe(204);
  });
});
