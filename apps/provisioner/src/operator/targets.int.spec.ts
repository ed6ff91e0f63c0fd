import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DEFAULT_SETTINGS } from '@usher/provisioning';
import { TOKEN, until } from '../testing/provisioner-app.js';
import { PASSWORD, secretKey, SitesApp } from '../testing/sites-app.js';

jest.setTimeout(40_000);

let usher: SitesApp;
beforeAll(async () => {
  usher = await SitesApp.open();
});
afterAll(() => usher?.close());

const api: SitesApp['api'] = (...given) => usher.api(...given);
const one = (name: string, siteUrl: string, more: object = {}) => ({
  ...{ name, siteUrl, connection: 'default', username: 'usher', applicationPassword: PASSWORD, ...more },
});
/** Waits until the audit was told so many acts. */
const actsOf = (id: string, count: number) =>
  until(
    () => usher.acts(id),
    (acts) => acts.length >= count,
  );
const everyTable = () =>
  usher.app.rows<{ text: string }>(`
    SELECT t::text AS text FROM provisioner.targets t UNION ALL SELECT v::text FROM provisioner.target_versions v
    UNION ALL SELECT r::text FROM event_log.records r UNION ALL SELECT o::text FROM event_log.outbox o`);

describe('connecting a site', () => {
  it('answers with the site, tells the audit, and keeps the password where nobody can read it', async () => {
    const made = await api('POST', '', one('Öko Blog', 'https://Blog.example/', { connection: 'okta' }));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ id: 'oko-blog', name: 'Öko Blog', siteUrl: 'https://blog.example', connection: 'okta', username: 'usher' },
      ...{ managedBy: 'operator', version: 1, paused: false, queued: 0, notes: [], settings: DEFAULT_SETTINGS },
      work: { waiting: 0, held: 0 },
    });
    expect(made.headers.get('etag')).toBe('"1"');
    const acts = await actsOf('oko-blog', 1);
    expect(acts).toMatchObject([
      {
        ...{ action: 'target.create', status: 'succeeded', connection: 'okta' },
        target: { id: 'oko-blog', name: 'Öko Blog' },
        origin: { actor: 'operator', tokenId: 'operator', sourceIp: '127.0.0.1' },
      },
    ]);
    expect(acts[0]!.changes).toContainEqual({ path: 'applicationPassword', before: null, after: 'set' });
    const read = await api('GET', '/oko-blog');
    expect(usher.ways.get('https://blog.example')).toEqual([
      { ok: true, username: 'usher', applicationPassword: PASSWORD },
    ]);
    const told = [made.body, read.body, (await api('GET', '')).body, acts, await everyTable()];
    expect(JSON.stringify(told)).not.toContain('EFGH');
    const [stored] = await usher.app.rows<{ secret: string }>(
      `SELECT secret FROM provisioner.targets WHERE id = 'oko-blog'`,
    );
    expect(JSON.stringify([made.body, read.body, acts])).not.toContain(stored!.secret.slice(12));
  });

  it('works on it at once, and brings to it who was known before', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    await usher.app.publish([{ id: early, revision: 1 }]);
    await until(
      () => usher.app.rows('SELECT FROM provisioner.states WHERE scim_id = $1', [early]),
      (rows) => rows.length === 1,
    );
    const made = await api('POST', '', one('Filled', 'https://filled.example'));
    expect(made.body.queued).toBe(1);
    await usher.app.publish([{ id: late, revision: 1 }]);
    const { rows } = usher.site('https://filled.example');
    await until(
      () => [...rows.keys()].sort(),
      (keys) => keys.length === 2,
    );
    expect([...rows.keys()].sort()).toEqual([early, late].sort());
    expect((await api('GET', '/filled')).body).toMatchObject({ state: 'ready', lastStatus: { wordpress: {} } });
  });

  it('is not done halfway when the audit can’t hear of it', async () => {
    await usher.app.rows('ALTER TABLE event_log.outbox ADD CONSTRAINT closed CHECK (false) NOT VALID');
    try {
      expect((await api('POST', '', one('Unheard', 'https://unheard.example'))).status).toBe(500);
    } finally {
      await usher.app.rows('ALTER TABLE event_log.outbox DROP CONSTRAINT closed');
    }
    expect((await api('GET', '/unheard')).status).toBe(404);
  });

  it.each([
    ['no name', { name: ' ' }, 'name must not be blank'],
    ['an address that is none', { siteUrl: 'www.example.org' }, 'siteUrl must be the address of the site'],
    ['an address with a password', { siteUrl: 'https://u:p@x.org' }, 'siteUrl must be the address of the site'],
    ['no connection', { connection: 'Okta EU' }, 'connection must be the id of the connection'],
    ['no password', { applicationPassword: '' }, 'applicationPassword must be an application password'],
    ['a field that is misspelt', { setings: {} }, 'property setings should not exist'],
  ])('is refused with %s', async (_what, fault, words) => {
    const { status, body } = await api('POST', '', { ...one('Faulty', 'https://faulty.example'), ...fault });
    expect(status).toBe(400);
    expect(body.message.join()).toContain(words);
  });

  it('is refused where that would bring the users to the site twice, or two sites had one name', async () => {
    await usher.connect({ name: 'First', siteUrl: 'https://first.example' });
    const refusals = [
      await api('POST', '', one('first', 'https://other.example')),
      await api('POST', '', one('Second', 'https://first.example/')),
      await api('POST', '', one('Second', 'https://first.example', { connection: '*' })),
      await api('POST', '', one('Second', 'https://second.example', { id: 'first' })),
      await api('POST', '', one('Second', 'https://second.example', { id: 'default' })),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
    expect(refusals[1]!.body.message).toMatch(/connected already, as "First" \(first\)/);
    expect(
      (await api('POST', '', one('First', 'https://first.example', { connection: 'okta', id: 'first-okta' }))).status,
    ).toBe(201);
  });

  it('is open to operators only', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['PATCH', '/oko-blog'],
      ['DELETE', '/oko-blog'],
      ['PUT', '/oko-blog/settings'],
      ['POST', '/check'],
      ['POST', '/oko-blog/check'],
      ['GET', '/default-settings'],
      ['GET', '/oko-blog/versions'],
    ] as const)
      expect((await usher.app.api(`/api/targets${path}`, method, undefined, `${TOKEN}x`)).status).toBe(401);
  });
});

describe('changing a site', () => {
  it('says before and after, counts a version, and refuses what is based on an older one', async () => {
    const id = await usher.connect({ name: 'Before' });
    const changed = await api('PATCH', `/${id}`, { name: 'After' }, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ id, name: 'After', version: 2, queued: 0 });
    const late = await api('PATCH', `/${id}`, { name: 'Later', version: 1 });
    expect(late.status).toBe(409);
    expect(late.body.message).toMatch(/based on version 1, and this site is at version 2, last by operator at 20/);
    expect((await api('PATCH', `/${id}`, { name: 'Later' }, { 'if-match': 'W/"1"' })).status).toBe(409);
    expect((await api('PATCH', `/${id}`, { name: 'Later' }, { 'if-match': 'abc' })).status).toBe(400);
    expect((await api('PATCH', `/${id}`, { name: 'After', version: 2 })).body.version).toBe(2);
    const acts = await actsOf(id, 2);
    expect(acts).toHaveLength(2);
    expect(acts[1]).toMatchObject({
      ...{ action: 'target.update', detail: 'Changed name.' },
      changes: [{ path: 'name', before: 'Before', after: 'After' }],
    });
  });

  it('sends a password nowhere but where it was given for', async () => {
    const id = await usher.connect();
    const [{ siteUrl }] = [(await api('GET', `/${id}`)).body];
    for (const edit of [{ siteUrl: 'https://thief.example' }, { username: 'other' }]) {
      const { status, body } = await api('PATCH', `/${id}`, edit);
      expect([status, body.message]).toEqual([400, expect.stringMatching(/^Give applicationPassword, too/)]);
    }
    await usher.app.rows(
      `UPDATE provisioner.targets SET site_url = 'https://thief.example', revision = revision + 1 WHERE id = $1`,
      [id],
    );
    const seen = await until(
      () => usher.ways.get('https://thief.example') ?? [],
      (ways) => ways.length > 0,
    );
    expect(seen).toEqual([{ ok: false, reason: expect.stringMatching(/belongs to another site or address/) }]);
    await usher.app.rows('UPDATE provisioner.targets SET site_url = $2, revision = revision + 1 WHERE id = $1', [
      id,
      siteUrl,
    ]);
  });

  it('goes on with new credentials at once, and at another address fills the site', async () => {
    const user = randomUUID();
    await usher.app.publish([{ id: user, revision: 1 }]);
    const id = await usher.connect({ siteUrl: 'https://moving.example' });
    await until(
      () => usher.site('https://moving.example').rows.has(user),
      (there) => there,
    );
    const fresh = await api('PATCH', `/${id}`, { username: 'usher2', applicationPassword: 'new secret' });
    expect(fresh.body).toMatchObject({ username: 'usher2', version: 2, queued: 0 });
    expect(usher.ways.get('https://moving.example')!.at(-1)).toEqual({
      ...{ ok: true, username: 'usher2', applicationPassword: 'new secret' },
    });
    const moved = await api('PATCH', `/${id}`, {
      siteUrl: 'https://moved.example',
      applicationPassword: 'newer secret',
    });
    expect(moved.body.queued).toBeGreaterThan(0);
    await until(
      () => usher.site('https://moved.example').rows.has(user),
      (there) => there,
    );
    const acts = await actsOf(id, 3);
    expect(acts[2]!.changes).toEqual([
      { path: 'siteUrl', before: 'https://moving.example', after: 'https://moved.example' },
      { path: 'applicationPassword', before: 'set', after: 'set anew' },
    ]);
  });
});

describe('pausing a site', () => {
  it('has its users wait, whoever looks, until it is resumed', async () => {
    const id = await usher.connect({ siteUrl: 'https://paused.example', connection: '*' });
    const paused = await api('POST', `/${id}/pause`);
    expect(paused.body).toMatchObject({
      paused: true,
      state: 'stopped',
      reason: expect.stringMatching(/operator paused/),
    });
    await api('POST', `/${id}/pause`);
    const user = randomUUID();
    await usher.app.publish([{ id: user, revision: 1 }]);
    await until(
      async () => (await api('GET', `/${id}`)).body.work.waiting,
      (waiting) => waiting > 0,
    );
    expect((await api('POST', `/${id}/check`)).body).toMatchObject({ state: 'stopped', ok: true });
    expect(usher.site('https://paused.example').rows.has(user)).toBe(false);
    expect((await api('POST', `/${id}/resume`)).body).toMatchObject({ paused: false });
    await until(
      () => usher.site('https://paused.example').rows.has(user),
      (there) => there,
    );
    const acts = await actsOf(id, 3);
    expect(acts.map(({ action }) => action)).toEqual(['target.create', 'target.pause', 'target.resume']);
  });

  it('is possible from the start, to look first', async () => {
    const id = await usher.connect({ paused: true });
    expect((await api('GET', `/${id}`)).body).toMatchObject({ paused: true, state: 'stopped' });
  });
});

describe('removing a site', () => {
  it('drops what waits, keeps the accounts, forgets the password, and says so', async () => {
    const id = await usher.connect({ siteUrl: 'https://leaving.example', connection: '*' });
    const { rows } = usher.site('https://leaving.example');
    const user = randomUUID();
    await usher.app.publish([{ id: user, revision: 1 }]);
    await until(
      () => rows.has(user),
      (there) => there,
    );
    await api('POST', `/${id}/pause`);
    await usher.app.publish([{ id: user, revision: 2, deleted: true }]);
    await until(
      async () => (await api('GET', `/${id}`)).body.work.waiting,
      (waiting) => waiting > 0,
    );
    const removed = await api('DELETE', `/${id}`);
    expect(removed.status).toBe(200);
    expect(removed.body).toMatchObject({
      dropped: expect.any(Number),
      message: expect.stringMatching(/accounts stay in WordPress/),
    });
    expect(removed.body.dropped).toBeGreaterThan(0);
    expect(await usher.app.rows('SELECT FROM provisioner.work WHERE target_id = $1', [id])).toEqual([]);
    expect(rows.get(user)!.account).toMatchObject({ active: true });
    expect((await api('GET', `/${id}`)).status).toBe(404);
    expect((await api('DELETE', `/${id}`)).status).toBe(404);
    expect((await api('GET', '')).body.targets.map((each: { id: string }) => each.id)).not.toContain(id);
    expect(await usher.app.rows('SELECT secret FROM provisioner.targets WHERE id = $1', [id])).toEqual([
      { secret: null },
    ]);
    expect((await actsOf(id, 3)).at(-1)).toMatchObject({
      action: 'target.delete',
      detail: expect.stringMatching(/stay in WordPress/),
    });
    const again = await api('POST', '', one('Again', 'https://leaving.example', { id }));
    expect([again.status, again.body.message]).toEqual([
      409,
      expect.stringMatching(/taken, by a removed site perhaps/),
    ]);
    expect((await api('POST', '', one('Again', 'https://leaving.example'))).status).toBe(201);
  });
});

describe('other processes', () => {
  it('follow: a site that is made, changed, paused and removed in one is so in another', async () => {
    const fellow = await usher.fellow();
    const there = async (path: string) => (await fellow.api<Record<string, unknown>>(`/api/targets${path}`)).body;
    try {
      const id = await usher.connect({ name: 'Seen' });
      await until(
        () => there(`/${id}`),
        ({ name }) => name === 'Seen',
      );
      await api('PUT', `/${id}/settings`, { settings: { scope: 'active eq true' } });
      await until(
        () => there(`/${id}`),
        ({ version }) => version === 2,
      );
      await api('POST', `/${id}/pause`);
      await until(
        () => there(`/${id}`),
        ({ state }) => state === 'stopped',
      );
      await api('DELETE', `/${id}`);
      await until(
        () => there(`/${id}`),
        ({ statusCode }) => statusCode === 404,
      );
    } finally {
      await fellow.stop();
    }
  });

  it('say in words that they have another key, and leave the site alone', async () => {
    const id = await usher.connect();
    const stranger = await usher.fellow({ USHER_SECRET_KEY: secretKey() });
    try {
      const view = await until(
        async () => (await stranger.api<Record<string, unknown>>(`/api/targets/${id}`)).body,
        ({ state }) => state === 'quarantined',
      );
      expect(view.reason).toMatch(/^The application password of this site was sealed with another USHER_SECRET_KEY \(/);
    } finally {
      await stranger.stop();
    }
  });
});
