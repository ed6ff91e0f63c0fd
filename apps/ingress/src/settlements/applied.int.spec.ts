import { eventually } from '@usher/testing';
import { BULK_REQUEST_SCHEMA, GROUP_SCHEMA } from '@usher/scim';
import { connect } from '../testing/connect.js';
import { type Answer, type Ingress, patchBody, someUser, startTestIngress } from '../testing/harness.js';
import { settle, site } from '../testing/sites.js';

let ingress: Ingress;
let applied: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  ingress = await startTestIngress();
  applied = await connect(ingress, { answer: { mode: 'applied', timeoutSeconds: 20 } });
});
afterAll(() => ingress?.stop());

const scim = (method: string, path: string, body?: unknown, headers: object = applied.headers): Promise<Answer> =>
  ingress.scim(method, path, body, { ...headers });

const stateOf = ({ headers }: Answer): string | null => headers.get('usher-provisioning');
const titled = (value: string) => patchBody({ op: 'replace', path: 'title', value });

/** A user that the site has. */
async function provisioned(): Promise<{ id: string; userName: unknown; user: Record<string, unknown> }> {
  const user = someUser();
  const asked = scim('POST', '/Users', user);
  await settle(ingress, user.userName, 'user.created', [site('succeeded')]);
  const { body } = await asked;
  return { id: String(body.id), userName: user.userName, user };
}

describe('the answer of a connection', () => {
  it('is given once a change is stored, at first, and waits for nothing', async () => {
    const plain = await connect(ingress);
    const { body: connection } = await ingress.operator('GET', `/${plain.id}`);
    expect(connection.answer).toEqual({ mode: 'accepted', timeoutSeconds: 10 });
    const made = await scim('POST', '/Users', someUser(), plain.headers);
    const changed = await scim('PATCH', `/Users/${made.body.id}`, titled('Dr.'), plain.headers);
    const deleted = await scim('DELETE', `/Users/${made.body.id}`, undefined, plain.headers);
    expect([made, changed, deleted].map(({ status }) => status)).toEqual([201, 200, 204]);
    expect([made, changed, deleted].map(stateOf)).toEqual([null, null, null]);
    const events = (await ingress.events()).filter(({ event }) => event.connection === plain.id);
    expect(events.length).toBeGreaterThan(2);
    for (const { event } of events) expect(event).not.toHaveProperty('awaited');
    const listening = await ingress.sql(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'usher-ingress-settlements'",
    );
    expect(listening).toEqual([]);
  });

  it('is changed in what is given, and the audit hears of it', async () => {
    const { id } = await connect(ingress, { answer: { timeoutSeconds: 3 } });
    const { body } = await ingress.operator('PATCH', `/${id}`, { answer: { mode: 'applied' } });
    expect(body.answer).toEqual({ mode: 'applied', timeoutSeconds: 3 });
    expect((await ingress.acts()).at(-1)).toMatchObject({
      action: 'connection.update',
      changes: [
        {
          path: 'answer',
          before: { mode: 'accepted', timeoutSeconds: 3 },
          after: { mode: 'applied', timeoutSeconds: 3 },
        },
      ],
    });
    const { body: list } = await ingress.operator('GET', '');
    expect(list.connections).toContainEqual(expect.objectContaining({ id, answer: body.answer, passwordSync: false }));
  });

  it.each([
    [{ mode: 'later' }, 'mode must be one of accepted, applied'],
    [{ timeoutSeconds: 0 }, 'timeoutSeconds'],
    [{ timeoutSeconds: 26 }, 'timeoutSeconds'],
    [{ timeoutSeconds: 1.5 }, 'timeoutSeconds'],
    [{ wait: true }, 'wait'],
    ['applied', 'answer'],
    [null, 'answer'],
  ])('is never %j', async (answer, named) => {
    const { status, text } = await ingress.operator('PATCH', `/${applied.id}`, { answer });
    expect(status).toBe(400);
    expect(text).toContain(named);
  });
});

describe('an answer that waits for the sites', () => {
  it('is given when they have the change, and says so', async () => {
    const user = someUser();
    let answered = false;
    const asked = scim('POST', '/Users', user).finally(() => (answered = true));
    await eventually(async () => {
      expect((await ingress.events()).some(({ event }) => event.user?.userName === user.userName)).toBe(true);
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    const { event } = await settle(ingress, user.userName, 'user.created', [site('succeeded')]);
    expect(event.awaited).toBe(true);
    const { status, body, headers } = await asked;
    expect([status, headers.get('usher-provisioning')]).toEqual([201, 'applied']);
    expect(body.userName).toBe(user.userName);
  });

  it.each([
    ['PATCH', 'user.updated', 200],
    ['PUT', 'user.updated', 200],
    ['DELETE', 'user.deleted', 204],
  ])('is given to a %s likewise', async (method, type, status) => {
    const { id, userName, user } = await provisioned();
    const body = { PATCH: titled('Dr.'), PUT: { ...user, title: 'Dr.' }, DELETE: undefined }[method];
    const asked = scim(method, `/Users/${id}`, body);
    await settle(ingress, userName, type, [site('succeeded')]);
    const answer = await asked;
    expect([answer.status, stateOf(answer)]).toEqual([status, 'applied']);
  });

  it.each([
    ['no site is fed by the connection', [], 'skipped'],
    ['the sites have nothing to do with it', [site('skipped')], 'skipped'],
    ['a person has to approve it', [site('succeeded'), site('held')], 'pending'],
  ])('says what came of it when %s', async (_case, targets, state) => {
    const user = someUser();
    const asked = scim('POST', '/Users', user);
    await settle(ingress, user.userName, 'user.created', targets);
    const answer = await asked;
    expect([answer.status, stateOf(answer)]).toEqual([201, state]);
  });

  it('waits for nothing when nothing changes, or nothing can', async () => {
    const { id, user } = await provisioned();
    const same = await scim('PUT', `/Users/${id}`, user);
    const taken = await scim('POST', '/Users', { ...user, externalId: undefined });
    expect([same.status, stateOf(same), taken.status, stateOf(taken)]).toEqual([200, null, 409, null]);
  });

  it('is given after the time that the connection allows, as pending', async () => {
    const hasty = await connect(ingress, { answer: { mode: 'applied', timeoutSeconds: 1 } });
    const made = await scim('POST', '/Users', someUser(), hasty.headers);
    expect([made.status, stateOf(made)]).toEqual([201, 'pending']);
    const deleted = await scim('DELETE', `/Users/${made.body.id}`, undefined, hasty.headers);
    expect([deleted.status, stateOf(deleted)]).toEqual([204, 'pending']);
  });

  it('holds neither a connection to the database nor a lock', async () => {
    const users = Array.from({ length: 40 }, () => someUser());
    const asked = users.map((user) => scim('POST', '/Users', user));
    const named = new Set(users.map(({ userName }) => userName));
    const made = await eventually(async () => {
      const events = (await ingress.events()).filter(({ event }) => named.has(event.user?.userName));
      expect(events).toHaveLength(users.length);
      return events;
    });
    await eventually(async () => {
      const busy = await ingress.sql(`
        SELECT query FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')
          AND application_name LIKE 'usher-ingress%'`);
      expect(busy).toEqual([]);
    });
    // The others are served, and so is who changes a user that is waited for.
    const id = String(made[0]?.event.user.id);
    expect((await scim('GET', `/Users/${id}`)).status).toBe(200);
    const changed = scim('PATCH', `/Users/${id}`, titled('Dr.'));
    await settle(ingress, made[0]?.event.user.userName, 'user.updated', [site('succeeded')]);
    expect((await changed).status).toBe(200);
    for (const { userName } of users) await settle(ingress, userName, 'user.created', [site('succeeded')]);
    expect((await Promise.all(asked)).map(stateOf)).toEqual(users.map(() => 'applied'));
  });

  it('is found by whoever waits, though nobody says that it is there', async () => {
    const user = someUser();
    const asked = scim('POST', '/Users', user);
    const causeId = await eventually(async () => {
      const found = (await ingress.events()).find(({ event }) => event.user?.userName === user.userName);
      return String(found!.headers.ce_id);
    });
    const targets = JSON.stringify([site('succeeded')]);
    await ingress.sql('INSERT INTO ingress.settlements (cause_id, targets) VALUES ($1, $2)', [causeId, targets]);
    expect(stateOf(await asked)).toBe('applied');
  });

  it('is waited for no longer when the client has gone: what comes then changes nothing', async () => {
    const user = someUser();
    const client = new AbortController();
    const asked = fetch(`${ingress.url}/scim/v2/Users`, {
      method: 'POST',
      headers: { ...applied.headers, 'content-type': 'application/scim+json' },
      body: JSON.stringify(user),
      signal: client.signal,
    });
    await eventually(async () => {
      expect((await ingress.events()).some(({ event }) => event.user?.userName === user.userName)).toBe(true);
    });
    client.abort();
    await expect(asked).rejects.toThrow('abort');
    // The service hears of it a moment later.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { event } = await settle(ingress, user.userName, 'user.created', [site('rejected')]);
    // Had it been waited for, it would be gone by the time that the next one has come through.
    await provisioned();
    await provisioned();
    expect((await scim('GET', `/Users/${event.user.id}`)).status).toBe(200);
  });

  it('does not wait for the members of a group', async () => {
    const { id } = await provisioned();
    const group = { schemas: [GROUP_SCHEMA], displayName: `Of ${id}`, members: [{ value: id }] };
    const made = await scim('POST', '/Groups', group);
    expect([made.status, stateOf(made)]).toEqual([201, null]);
    const grouped = (await ingress.events()).findLast(({ event }) => event.user?.id === id);
    expect(grouped?.event.user.groups).toHaveLength(1);
    expect(grouped?.event).not.toHaveProperty('awaited');
  });
});

describe('what a site refuses', () => {
  it.each([
    ['login_taken', 409, 'uniqueness'],
    ['email_taken', 409, 'uniqueness'],
    ['invalid_login', 400, 'invalidValue'],
  ])('of a new user for %s is the answer, and the user is withdrawn', async (code, status, scimType) => {
    const user = someUser();
    const asked = scim('POST', '/Users', user);
    const detail = 'The login is in use. Choose another.';
    await settle(ingress, user.userName, 'user.created', [site('succeeded'), site('rejected', { code, detail })]);
    const answer = await asked;
    expect([answer.status, answer.body.scimType, stateOf(answer)]).toEqual([status, scimType, null]);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.body.detail).toBe(
      'The site "Main site" refused: The login is in use. Choose another. ' +
        'The user was not kept: put that right and send the user again.',
    );
    const events = (await ingress.events()).filter(({ event }) => event.user?.userName === user.userName);
    expect(events.map(({ topic, headers }) => [topic, headers.ce_type])).toEqual([
      ['usher.users.v1', 'user.created'],
      ['usher.leavers.v1', 'user.deleted'],
      ['usher.users.v1', 'user.deleted'],
    ]);
    const withdrawn = events.at(-1)?.event;
    expect(withdrawn?.origin.actor).toBe('Usher: withdrawn because the site refused');
    expect(withdrawn?.origin.traceId).toBe(events[0]?.event.origin.traceId);
    expect(withdrawn).not.toHaveProperty('awaited');

    const { body: none } = await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${user.userName}"`)}`);
    expect(none.totalResults).toBe(0);
    const again = scim('POST', '/Users', user);
    await eventually(async () => {
      const created = (await ingress.events()).filter(({ event }) => event.user?.userName === user.userName);
      expect(created).toHaveLength(4);
    });
    await settle(ingress, user.userName, 'user.created', [site('succeeded')]);
    expect((await again).status).toBe(201);
  });

  it('of a change is the answer, and the change stays', async () => {
    const { id, userName } = await provisioned();
    const asked = scim('PATCH', `/Users/${id}`, titled('Dr.'));
    await settle(ingress, userName, 'user.updated', [site('rejected', { code: 'protected_account' })]);
    const { status, body } = await asked;
    expect([status, body.scimType]).toEqual([400, 'mutability']);
    expect(body.detail).toMatch(/^The site "Main site" refused: As said\. The change is kept in Usher all the same/);
    expect((await scim('GET', `/Users/${id}`)).body.title).toBe('Dr.');
  });

  it('of a deletion is the answer, and the user is gone here', async () => {
    const { id, userName } = await provisioned();
    const asked = scim('DELETE', `/Users/${id}`);
    await settle(ingress, userName, 'user.deleted', [site('rejected', { code: 'has_content' })]);
    const { status, body } = await asked;
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    expect(body.detail).toContain('The user is deleted in Usher all the same.');
    expect((await scim('GET', `/Users/${id}`)).status).toBe(404);
  });

  it('is told to the audit', async () => {
    const { id, userName } = await provisioned();
    const asked = scim('PATCH', `/Users/${id}`, titled('Sir'));
    await settle(ingress, userName, 'user.updated', [site('rejected', { detail: 'Not this one.' })]);
    await asked;
    await eventually(async () => {
      const details = (await ingress.operations()).map(({ detail }) => detail);
      expect(details.join()).toContain('Not this one.');
    });
  });
});

describe('a bulk request [RFC 7644 3.7]', () => {
  it('waits once for all of it, and answers each operation with what came of it', async () => {
    const [first, second, third] = [someUser(), someUser(), await provisioned()];
    const asked = scim('POST', '/Bulk', {
      schemas: [BULK_REQUEST_SCHEMA],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: first },
        { method: 'POST', path: '/Users', bulkId: 'b', data: second },
        { method: 'PATCH', path: `/Users/${third.id}`, data: titled('Dr.') },
        { method: 'DELETE', path: '/Users/nobody' },
      ],
    });
    // All are stored before the first has come to an end.
    await settle(ingress, third.userName, 'user.updated', [site('rejected', { detail: 'Not so.' })]);
    await settle(ingress, second.userName, 'user.created', [site('rejected', { code: 'login_taken' })]);
    await settle(ingress, first.userName, 'user.created', [site('succeeded')]);
    const answer = await asked;
    expect([answer.status, stateOf(answer)]).toEqual([200, 'applied']);
    expect(answer.body.Operations).toMatchObject([
      { bulkId: 'a', status: '201', version: 'W/"1"' },
      { bulkId: 'b', status: '409', response: { scimType: 'uniqueness' } },
      { status: '400', response: { detail: expect.stringContaining('Not so.') } },
      { status: '404' },
    ]);
    expect(answer.body.Operations[1]).not.toHaveProperty('location');
    const { body: none } = await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${second.userName}"`)}`);
    expect(none.totalResults).toBe(0);
  });
});

describe('several ingresses', () => {
  it('hear from one another what the sites made of a change', async () => {
    const others = await Promise.all([1, 2].map(() => startTestIngress({ DATABASE_URL: ingress.databaseUrl })));
    try {
      const users = [someUser(), someUser(), someUser()];
      const asked = [ingress, ...others].map((each, at) => each.scim('POST', '/Users', users[at], applied.headers));
      for (const { userName } of users) await settle(ingress, userName, 'user.created', [site('succeeded')]);
      const answers = await Promise.all(asked);
      expect(answers.map(stateOf)).toEqual(['applied', 'applied', 'applied']);
    } finally {
      for (const each of others) await each.stop();
    }
  });

  it('that stop answer whoever waits as pending', async () => {
    const stopping = await startTestIngress({ DATABASE_URL: ingress.databaseUrl });
    const user = someUser();
    const asked = stopping.scim('POST', '/Users', user, applied.headers);
    await eventually(async () => {
      expect((await ingress.events()).some(({ event }) => event.user?.userName === user.userName)).toBe(true);
    });
    await stopping.stop();
    const answer = await asked;
    expect([answer.status, stateOf(answer)]).toEqual([201, 'pending']);
  });
});
