import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DEFAULT_SETTINGS } from '@usher/provisioning';
import { until } from '../testing/provisioner-app.js';
import { SitesApp } from '../testing/sites-app.js';

jest.setTimeout(40_000);

let usher: SitesApp;
beforeAll(async () => {
  usher = await SitesApp.open();
});
afterAll(() => usher?.close());

const api: SitesApp['api'] = (...given) => usher.api(...given);

const STAFF = { to: 'meta.staff', from: { path: 'externalId' }, column: 'Staff' };

describe('the settings of a site', () => {
  it('are by default what the API says', async () => {
    expect((await api('GET', '/default-settings')).body).toEqual({ settings: DEFAULT_SETTINGS });
  });

  it('are refused with path and position of every fault, on saving as on connecting', async () => {
    const id = await usher.connect();
    const settings = { scope: 'active equals true', switches: { create: 'yes' } };
    for (const { status, body } of [
      await api('PUT', `/${id}/settings`, { settings }),
      await api('PUT', `/${id}/settings?dryRun=true`, { settings }),
      await api('POST', '/check', { siteUrl: 'http://127.0.0.1:1', username: 'u', applicationPassword: 'p', settings }),
    ]) {
      expect(status).toBe(400);
      expect(body.errors).toEqual([
        expect.objectContaining({ path: 'scope', position: 7 }),
        expect.objectContaining({ path: 'switches.create' }),
      ]);
      expect(body.message[0]).toMatch(/^scope: /);
    }
    await expect(usher.connect({ settings })).rejects.toThrow(/switches.create/);
    expect((await api('GET', `/${id}`)).body.version).toBe(1);
  });

  it('can be tried without being saved', async () => {
    const id = await usher.connect();
    const { status, body } = await api('PUT', `/${id}/settings?dryRun=true`, { settings: { groupImport: true } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{
        dryRun: true,
        version: 1,
        queued: 0,
        changes: [{ path: 'settings.groupImport', before: false, after: true }],
      },
      settings: { ...DEFAULT_SETTINGS, groupImport: true },
    });
    expect((await api('GET', `/${id}`)).body).toMatchObject({ version: 1, settings: { groupImport: false } });
  });

  it('say of a field whose rule is taken out that its value stays in WordPress', async () => {
    const id = await usher.connect({ settings: { mapping: [...DEFAULT_SETTINGS.mapping, STAFF] } });
    const tried = await api('PUT', `/${id}/settings?dryRun=true`, { settings: {} });
    const saved = await api('PUT', `/${id}/settings`, { settings: {} });
    for (const { body } of [tried, saved])
      expect(body.notes).toEqual([expect.stringMatching(/no rule for meta.staff/)]);
    expect((await api('PUT', `/${id}/settings`, { settings: {} })).body.notes).toEqual([]);
  });

  it('hold for the next user, are versions with who and when, and can be taken back', async () => {
    const id = await usher.connect({ siteUrl: 'https://versions.example', connection: '*' });
    const saved = await api('PUT', `/${id}/settings`, { settings: { switches: { create: false } }, version: 1 });
    expect(saved.body).toMatchObject({ dryRun: false, version: 2, changes: [{ path: 'settings.switches.create' }] });
    expect(saved.headers.get('etag')).toBe('"2"');
    await usher.app.publish([{ id: randomUUID(), revision: 1 }]);
    await until(
      async () => (await usher.app.outcomes()).filter(({ target }) => target.id === id),
      (told) => told.some(({ code }) => code === 'switched_off'),
    );
    expect(usher.site('https://versions.example').rows.size).toBe(0);
    const overtaken = await api('PUT', `/${id}/settings`, { settings: {}, version: 1 });
    expect(overtaken.status).toBe(409);
    const { body: first } = await api('GET', `/${id}/versions/1`);
    await api('PUT', `/${id}/settings`, { settings: first.settings }, { 'if-match': '"2"' });
    const { body } = await api('GET', `/${id}/versions?limit=2`);
    expect(body).toEqual({
      versions: [
        {
          ...{ version: 3, actor: 'operator', at: expect.any(String) },
          changes: [{ path: 'settings.switches.create', before: false, after: true }],
        },
        {
          ...{ version: 2, actor: 'operator', at: expect.any(String) },
          changes: [{ path: 'settings.switches.create', before: true, after: false }],
        },
      ],
      next: 2,
    });
    expect((await api('GET', `/${id}/versions?before=2`)).body).toMatchObject({
      versions: [{ version: 1 }],
      next: null,
    });
    expect((await api('GET', `/${id}/versions/9`)).status).toBe(404);
  });

  it('are of two who save at once those of one, and the other one hears of it', async () => {
    const id = await usher.connect();
    const save = (settings: object) => api('PUT', `/${id}/settings`, { settings, version: 1 });
    const both = await Promise.all([save({ groupImport: true }), save({ scope: 'active eq true' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await api('GET', `/${id}`)).body.version).toBe(2);
  });

  it('bring everybody to the site once more when others may belong there', async () => {
    const user = randomUUID();
    await usher.app.publish([{ id: user, revision: 1 }]);
    // Published is not yet taken in.
    await until(
      () => usher.app.rows('SELECT FROM provisioner.states WHERE scim_id = $1', [user]),
      (states) => states.length === 1,
    );
    const id = await usher.connect({ connection: '*', paused: true });
    const before = (await api('GET', `/${id}`)).body.work.waiting as number;
    expect(before).toBeGreaterThan(0);
    await usher.app.rows('DELETE FROM provisioner.work WHERE target_id = $1', [id]);
    expect((await api('PUT', `/${id}/settings`, { settings: { groupImport: true } })).body.queued).toBe(0);
    const scoped = await api('PUT', `/${id}/settings`, { settings: { groupImport: true, scope: 'active eq true' } });
    expect(scoped.body.queued).toBe(before);
    await usher.app.rows('DELETE FROM provisioner.work WHERE target_id = $1', [id]);
    expect((await api('PATCH', `/${id}`, { connection: 'default' })).body.queued).toBe(before);
  });

  it('reach the site: its Users screen gets the columns', async () => {
    const site = usher.site('https://columns.example');
    const saved: unknown[] = [];
    site.saveSettings = async (settings) => {
      saved.push(settings.columns);
      return settings;
    };
    const id = await usher.connect({ siteUrl: 'https://columns.example' });
    const mapping = [...DEFAULT_SETTINGS.mapping, STAFF];
    const { body } = await api('PUT', `/${id}/settings`, { settings: { mapping } });
    expect(body.columns).toEqual([{ key: 'staff', label: 'Staff' }]);
    await until(
      () => saved,
      ({ length }) => length > 0,
    );
    expect(saved).toEqual([[{ key: 'staff', label: 'Staff' }]]);
  });

  it('tell the audit which of them changed, and from what to what', async () => {
    const id = await usher.connect();
    await api('PUT', `/${id}/settings`, { settings: { budget: { count: 5 } } });
    const acts = await until(
      () => usher.acts(id),
      (told) => told.length === 2,
    );
    expect(acts[1]).toMatchObject({
      ...{ action: 'target.settings', detail: 'Changed budget.' },
      changes: [{ path: 'settings.budget.count', before: DEFAULT_SETTINGS.budget.count, after: 5 }],
    });
  });

  it('have a limit, since the audit gets them whole', async () => {
    const id = await usher.connect();
    const mapping = Array.from({ length: 90 }, (_, at) => ({ to: `meta.k${at}`, from: { constant: 'x'.repeat(900) } }));
    const { status, body } = await api('PUT', `/${id}/settings`, { settings: { mapping } });
    expect(status).toBe(400);
    expect(body.message.join()).toMatch(/more than \d+ characters/);
  });
});
