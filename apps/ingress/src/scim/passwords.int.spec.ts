import { verify } from '@node-rs/bcrypt';
import { jest } from '@jest/globals';
import { TOPICS } from '@usher/events';
import { BULK_REQUEST_SCHEMA, GROUP_SCHEMA } from '@usher/scim';
import { connect } from '../testing/connect.js';
import {
  type Answer,
  type Ingress,
  type OutboxRow,
  patchBody,
  someUser,
  startTestIngress,
} from '../testing/harness.js';

const PASSWORD = 'S3cret-Pässword';
const OTHER = 'An0ther-Pässword';

let ingress: Ingress;
let synced: Awaited<ReturnType<typeof connect>>;
let logged = '';
const answers: string[] = [];

beforeAll(async () => {
  const write = process.stderr.write.bind(process.stderr);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    logged += String(text);
    return write(text);
  });
  ingress = await startTestIngress();
  synced = await connect(ingress, { passwordSync: true });
});
afterAll(async () => {
  await ingress?.stop();
  jest.restoreAllMocks();
});

async function scim(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ingress.scim(method, path, body, synced.headers);
  answers.push(answer.text, JSON.stringify([...answer.headers]));
  return answer;
}

const eventsOf = async (id: string): Promise<OutboxRow[]> =>
  (await ingress.events()).filter(({ topic, event }) => topic === TOPICS.users && event.user.id === id);

async function lastPassword(id: string): Promise<string> {
  return (await eventsOf(id)).at(-1)?.event.user.password ?? '';
}

async function storedPassword(id: string): Promise<unknown> {
  const [row] = await ingress.sql('SELECT password FROM ingress.users WHERE id = $1', [id]);
  return row?.password;
}

const setPassword = (value: unknown) => patchBody({ op: 'replace', path: 'password', value });

describe('a connection that does not pass passwords on', () => {
  it('is what one is at first, and drops them', async () => {
    const plain = await connect(ingress);
    const { body: connection } = await ingress.operator('GET', `/${plain.id}`);
    expect(connection.passwordSync).toBe(false);
    const { body: config } = await ingress.scim('GET', '/ServiceProviderConfig', undefined, plain.headers);
    expect(config.changePassword).toEqual({ supported: false });
    const { body } = await ingress.scim('POST', '/Users', someUser({ password: PASSWORD }), plain.headers);
    await ingress.scim('PATCH', `/Users/${body.id}`, setPassword(OTHER), plain.headers);
    const [event, ...more] = await eventsOf(body.id);
    expect(more).toEqual([]);
    expect(event?.event.user).not.toHaveProperty('password');
    expect(event?.event).not.toHaveProperty('ignored');
    expect(await storedPassword(body.id)).toBeNull();
  });
});

describe('a connection that passes passwords on', () => {
  it('says so, and the audit hears that it was switched on', async () => {
    expect((await scim('GET', '/ServiceProviderConfig')).body.changePassword).toEqual({ supported: true });
    const { id } = await connect(ingress);
    await ingress.operator('PATCH', `/${id}`, { passwordSync: true });
    expect((await ingress.acts()).at(-1)).toMatchObject({
      action: 'connection.update',
      connection: id,
      changes: [{ path: 'passwordSync', before: false, after: true }],
    });
  });

  it('refuses what is neither true nor false', async () => {
    expect((await ingress.operator('PATCH', `/${synced.id}`, { passwordSync: 'yes' })).status).toBe(400);
    expect((await ingress.operator('PATCH', `/${synced.id}`, { passwordSync: null })).status).toBe(400);
  });

  it('makes a hash of the password of a new user that WordPress verifies', async () => {
    const { status, body } = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('password');
    const hash = await lastPassword(body.id);
    expect(hash).toMatch(/^\$2y\$10\$/);
    expect(await verify(PASSWORD, hash)).toBe(true);
    expect(await storedPassword(body.id)).toBe(hash);
  });

  it('passes a changed password on, by PATCH, PUT and Bulk', async () => {
    const user = someUser();
    const { body } = await scim('POST', '/Users', user);
    expect(await lastPassword(body.id)).toBe('');
    const path = `/Users/${body.id}`;
    const changes: [string, () => Promise<Answer>][] = [
      ['first', () => scim('PATCH', path, setPassword('first'))],
      ['second', () => scim('PATCH', path, patchBody({ op: 'add', value: { password: 'second' } }))],
      ['third', () => scim('PUT', path, { ...user, password: 'third' })],
      ['fourth', () => bulk({ method: 'PATCH', path, data: setPassword('fourth') })],
      ['fifth', () => bulk({ method: 'PUT', path, data: { ...user, password: 'fifth' } })],
    ];
    for (const [password, change] of changes) {
      expect((await change()).status).toBe(200);
      expect(await verify(password, await lastPassword(body.id))).toBe(true);
    }
    const events = await eventsOf(body.id);
    expect(events.map(({ event }) => event.user.revision)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.at(-1)?.headers.ce_type).toBe('user.updated');
    expect(events.at(-1)?.event.changes).toEqual([]);
  });

  it('passes one of a Bulk on that makes a user', async () => {
    const made = await bulk({ method: 'POST', path: '/Users', bulkId: 'a', data: someUser({ password: PASSWORD }) });
    const id = String(made.body.Operations[0].location).replace(/.*\//, '');
    expect(await verify(PASSWORD, await lastPassword(id))).toBe(true);
  });

  it('carries it in every later event of the user, whatever that is about', async () => {
    const { body } = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    const hash = await lastPassword(body.id);
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'replace', path: 'title', value: 'Dr.' }));
    const group = { schemas: [GROUP_SCHEMA], displayName: `Of ${body.id}`, members: [{ value: body.id }] };
    const { body: made } = await scim('POST', '/Groups', group);
    await scim(
      'PATCH',
      `/Groups/${made.id}`,
      patchBody({ op: 'replace', path: 'displayName', value: `New ${body.id}` }),
    );
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'replace', path: 'active', value: false }));
    await scim('DELETE', `/Groups/${made.id}`);
    await ingress.operator('POST', `/${synced.id}/resync`);
    const events = await eventsOf(body.id);
    expect(events.map(({ event }) => event.user.password)).toEqual(events.map(() => hash));
    expect(events.map(({ headers }) => headers.ce_type)).toEqual([
      'user.created',
      'user.updated',
      'user.updated',
      'user.updated',
      'user.deactivated',
      'user.updated',
      'user.resynced',
    ]);
    const express = (await ingress.events()).find(
      ({ topic, event }) => topic === TOPICS.leavers && event.user.id === body.id,
    );
    expect(express?.event.user.password).toBe(hash);
  });

  it('leaves it out of the last event of who is deleted, which is kept', async () => {
    const { body } = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    await scim('DELETE', `/Users/${body.id}`);
    const [created, deleted] = await eventsOf(body.id);
    expect(created?.event.user.password).toMatch(/^\$2y/);
    expect(deleted?.event.user).not.toHaveProperty('password');
  });

  it('keeps it when a PUT or PATCH says nothing of it', async () => {
    const user = someUser();
    const { body } = await scim('POST', '/Users', { ...user, password: PASSWORD });
    const hash = await storedPassword(body.id);
    await scim('PUT', `/Users/${body.id}`, { ...user, title: 'Dr.' });
    await scim('PUT', `/Users/${body.id}`, { ...user, title: 'Prof.', password: '' });
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'add', path: 'title', value: 'Sir' }));
    expect([await storedPassword(body.id), await lastPassword(body.id)]).toEqual([hash, hash]);
  });

  it('makes nothing of the same password sent again, alone or with other changes', async () => {
    const user = someUser();
    const { body } = await scim('POST', '/Users', { ...user, password: PASSWORD });
    const hash = await storedPassword(body.id);
    const same = await scim('PATCH', `/Users/${body.id}`, setPassword(PASSWORD));
    const put = await scim('PUT', `/Users/${body.id}`, { ...user, password: PASSWORD });
    expect([same.status, same.body.meta.version, put.body.meta.version]).toEqual([200, 'W/"1"', 'W/"1"']);
    expect(await eventsOf(body.id)).toHaveLength(1);
    await scim('PUT', `/Users/${body.id}`, { ...user, title: 'Dr.', password: PASSWORD });
    expect([await storedPassword(body.id), await lastPassword(body.id)]).toEqual([hash, hash]);
  });

  it('forgets it when it is removed', async () => {
    const { body } = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'remove', path: 'password' }));
    expect(await storedPassword(body.id)).toBeNull();
    expect((await eventsOf(body.id)).at(-1)?.event.user).not.toHaveProperty('password');
  });

  it('passes none on that is longer than bcrypt takes, and says so', async () => {
    const long = 'ä'.repeat(37);
    const { body } = await scim('POST', '/Users', someUser({ password: long }));
    const [created] = await eventsOf(body.id);
    expect(created?.event.user).not.toHaveProperty('password');
    expect(created?.event.ignored).toEqual(['password']);
    await scim('PATCH', `/Users/${body.id}`, setPassword(PASSWORD));
    await scim('PATCH', `/Users/${body.id}`, setPassword(long));
    await scim('PATCH', `/Users/${body.id}`, setPassword(long));
    const events = await eventsOf(body.id);
    expect(events.map(({ event }) => event.ignored)).toEqual([['password'], undefined, ['password']]);
    // The one before is no longer the person's: it isn't given to a site once more.
    expect(events.at(-1)?.event.user).not.toHaveProperty('password');
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'add', path: 'title', value: 'Dr.' }));
    expect((await eventsOf(body.id)).at(-1)?.event).not.toHaveProperty('ignored');
  });

  it.each([`${PASSWORD}\0`, 7, { value: PASSWORD }])('refuses a password that is none: %j', async (password) => {
    const { status, body } = await scim('POST', '/Users', someUser({ password }));
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  });

  it('takes different passwords of many users at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        scim('POST', '/Users', someUser(n % 3 ? { password: `${PASSWORD}${n}` } : {})),
      ),
    );
    await Promise.all(
      made.map(({ body }, n) => scim('PATCH', `/Users/${body.id}`, n % 2 ? setPassword(`${OTHER}${n}`) : titled(n))),
    );
    for (const [n, { body }] of made.entries()) {
      const hash = await lastPassword(body.id);
      expect(await storedPassword(body.id)).toBe(hash || null);
      const wanted = n % 2 ? `${OTHER}${n}` : n % 3 ? `${PASSWORD}${n}` : null;
      expect(wanted === null ? hash === '' : await verify(wanted, hash)).toBe(true);
    }
  });
});

describe('switching password sync off', () => {
  it('forgets every hash, for good', async () => {
    const { id, headers } = await connect(ingress, { passwordSync: true });
    const { body } = await ingress.scim('POST', '/Users', someUser({ password: PASSWORD }), headers);
    const { body: untouched } = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    expect((await ingress.operator('PATCH', `/${id}`, { passwordSync: false })).status).toBe(200);
    expect(await storedPassword(body.id)).toBeNull();
    expect(await storedPassword(untouched.id)).toMatch(/^\$2y/);
    await ingress.operator('PATCH', `/${id}`, { passwordSync: true });
    await ingress.scim('PATCH', `/Users/${body.id}`, titled(1), headers);
    expect((await eventsOf(body.id)).at(-1)?.event.user).not.toHaveProperty('password');
  });

  it('keeps none that comes in through a process that has not heard of it yet', async () => {
    const { id, headers } = await connect(ingress, { passwordSync: true });
    const known = await ingress.scim('POST', '/Users', someUser(), headers);
    // As another process does: this one learns of it within seconds.
    await ingress.sql('UPDATE ingress.connections SET password_sync = false WHERE id = $1', [id]);
    const made = await ingress.scim('POST', '/Users', someUser({ password: PASSWORD }), headers);
    const changed = await ingress.scim('PATCH', `/Users/${known.body.id}`, setPassword(PASSWORD), headers);
    expect([made.status, changed.status]).toEqual([201, 200]);
    expect([await storedPassword(made.body.id), await storedPassword(known.body.id)]).toEqual([null, null]);
  });

  it('waits for what is being written, and forgets that too', async () => {
    const { id, headers } = await connect(ingress, { passwordSync: true });
    const writes = Array.from({ length: 30 }, () =>
      ingress.scim('POST', '/Users', someUser({ password: PASSWORD }), headers),
    );
    await Promise.race(writes);
    await ingress.operator('PATCH', `/${id}`, { passwordSync: false });
    expect((await Promise.all(writes)).map(({ status }) => status)).toEqual(writes.map(() => 201));
    const [left] = await ingress.sql(
      'SELECT count(*)::int AS n FROM ingress.users WHERE connection = $1 AND password IS NOT NULL',
      [id],
    );
    expect(left).toEqual({ n: 0 });
  });
});

describe('neither password nor hash', () => {
  it('leaves the ingress but for the hash in the events of its user', async () => {
    const user = someUser({ password: PASSWORD });
    const { body } = await scim('POST', '/Users', user);
    // Whatever may go wrong around it, and whatever may ask for it.
    await scim('POST', '/Users', user);
    await scim('POST', '/Users', `{"password":"${PASSWORD}",}`);
    await scim('POST', '/Users', `{"userName":"x","password":"${PASSWORD}`);
    await scim('POST', '/Users', someUser({ password: [PASSWORD] }));
    await scim('POST', '/Users', someUser({ password: { [PASSWORD]: PASSWORD } }));
    await scim('PATCH', `/Users/${body.id}`, setPassword([PASSWORD, OTHER]));
    await scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'replace', path: 'password.value', value: PASSWORD }));
    await scim('PATCH', `/Users/${body.id}?attributes=password`, setPassword(OTHER));
    for (const path of ['', `/${body.id}`]) await scim('GET', `/Users${path}?attributes=userName,password`);
    await scim('GET', `/Users?filter=${encodeURIComponent('password pr')}`);
    await scim('GET', `/Users?filter=${encodeURIComponent('password sw "$2y$"')}`);
    await scim('GET', '/Users?sortBy=password');
    await ingress.sql('ALTER TABLE event_log.outbox ADD CONSTRAINT closed CHECK (false) NOT VALID');
    const refused = await scim('POST', '/Users', someUser({ password: PASSWORD }));
    await ingress.sql('ALTER TABLE event_log.outbox DROP CONSTRAINT closed');
    expect(refused.status).toBe(500);
    answers.push((await ingress.operator('GET', `/${synced.id}`)).text);
    await rejections();

    const left = [...answers, logged, ...(await dump())].join('\n');
    expect(left).toContain(body.id);
    expect(left).toContain('violates check constraint');
    const hash = String(await storedPassword(body.id));
    for (const part of ['S3cret', 'An0ther', hash, '$2y$', '$2b$']) expect(left.split(part)).toHaveLength(1);
  });
});

/** What is refused is told a moment later. */
async function rejections(): Promise<void> {
  const refused = answers.filter((text) => text.includes('api:messages:2.0:Error')).length;
  expect(refused).toBeGreaterThan(5);
  for (let told = 0; told < 8;) {
    told = (await ingress.operations()).filter(({ action }) => action === 'request.refuse').length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every row that the services own, without the hash where it belongs. */
async function dump(): Promise<string[]> {
  const tables = await ingress.sql(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_schema IN ('ingress', 'event_log')`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    for (const { row } of await ingress.sql(`SELECT to_jsonb(t) AS row FROM ${String(name)} t`)) {
      const shown = row as Record<string, unknown>;
      if (name === 'ingress.users') delete shown.password;
      if ([TOPICS.users, TOPICS.leavers].includes(String(shown.topic) as typeof TOPICS.users)) {
        const event = JSON.parse(String(shown.value));
        delete event.user.password;
        shown.value = JSON.stringify(event);
      }
      rows.push(JSON.stringify(shown));
    }
  }
  return rows;
}

const titled = (value: unknown) => patchBody({ op: 'replace', path: 'title', value: String(value) });

const bulk = (...Operations: unknown[]) => scim('POST', '/Bulk', { schemas: [BULK_REQUEST_SCHEMA], Operations });
