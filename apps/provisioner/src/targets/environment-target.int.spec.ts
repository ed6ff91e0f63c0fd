import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { until } from '../testing/provisioner-app.js';
import { secretKey, SitesApp } from '../testing/sites-app.js';

jest.setTimeout(40_000);

const SITE = {
  WORDPRESS_URL: 'https://www.example.org/',
  WORDPRESS_USERNAME: 'usher',
  WORDPRESS_APPLICATION_PASSWORD: 'in env',
};

let usher: SitesApp;
afterEach(() => usher?.close());

describe('the site that the environment names', () => {
  it('is a target whose settings are an operator’s, and whose credentials stay where they are', async () => {
    usher = await SitesApp.open({ ...SITE, USHER_REASSIGN_TO: 'archive' });
    const { body } = await usher.api('GET', '/default');
    expect(body).toMatchObject({
      ...{ id: 'default', name: 'www.example.org', siteUrl: 'https://www.example.org', connection: '*' },
      ...{ managedBy: 'environment', username: 'usher', version: 1, settings: { content: { fallback: 'archive' } } },
    });
    expect(body.notes).toEqual([expect.stringMatching(/^USHER_REASSIGN_TO is set/)]);
    expect(await usher.app.rows('SELECT username, secret FROM provisioner.targets')).toEqual([
      { username: null, secret: null },
    ]);
    const saved = await usher.api('PUT', '/default/settings', { settings: { content: { fallback: 'other' } } });
    expect(saved.body).toMatchObject({
      version: 2,
      settings: { content: { fallback: 'archive' } },
      notes: [expect.any(String)],
    });
    expect((await usher.api('PATCH', '/default', { name: 'Our site' })).body.name).toBe('Our site');
    for (const edit of [{ siteUrl: 'https://other.example', applicationPassword: 'x' }, { username: 'x' }]) {
      const refused = await usher.api('PATCH', '/default', edit);
      expect([refused.status, refused.body.message]).toEqual([
        409,
        expect.stringMatching(/are in the environment: change/),
      ]);
    }
    const kept = await usher.api('DELETE', '/default');
    expect([kept.status, kept.body.message]).toEqual([409, expect.stringMatching(/named by WORDPRESS_URL: unset/)]);
    expect((await usher.api('POST', '/default/pause')).body.paused).toBe(true);

    // Restarted without the variable that named the heir, and with another address.
    const later = await usher.fellow({ ...SITE, WORDPRESS_URL: 'https://new.example.org' });
    const view = (await later.api<Record<string, unknown>>('/api/targets/default')).body;
    await later.stop();
    expect(view).toMatchObject({
      ...{ name: 'Our site', siteUrl: 'https://new.example.org', paused: true, notes: [], version: 3 },
      settings: { content: { fallback: 'other' } },
    });
  });

  it('is filled when it moves, and its name follows while nobody chose one', async () => {
    usher = await SitesApp.open(SITE);
    const user = randomUUID();
    await usher.app.publish([{ id: user, revision: 1 }]);
    const arrived = (url: string) =>
      until(
        () => usher.site(url).rows.has(user),
        (there) => there,
      );
    await arrived('https://www.example.org');
    await usher.app.stop();
    const moved = await usher.fellow({ ...SITE, WORDPRESS_URL: 'https://moved.example.org' });
    try {
      await arrived('https://moved.example.org');
      expect((await moved.api('/api/targets/default')).body).toMatchObject({ name: 'moved.example.org' });
    } finally {
      await moved.stop();
    }
  });

  it('is told to the audit when it is named first, and when it moves, and not at each start', async () => {
    usher = await SitesApp.open(SITE);
    await (await usher.fellow(SITE)).stop();
    await (await usher.fellow({ ...SITE, WORDPRESS_URL: 'https://moved.example.org' })).stop();
    const acts = await until(
      () => usher.acts('default'),
      ({ length }) => length >= 2,
    );
    expect(acts).toMatchObject([
      {
        ...{ action: 'target.create', status: 'succeeded', connection: null },
        ...{ target: { id: 'default', name: 'www.example.org' }, user: null },
        detail: 'WORDPRESS_URL names the site https://www.example.org. 0 users are brought to it.',
        origin: { actor: 'The environment of the provisioner' },
      },
      {
        action: 'target.update',
        target: { id: 'default', name: 'moved.example.org' },
        changes: [
          { path: 'name', before: 'www.example.org', after: 'moved.example.org' },
          { path: 'siteUrl', before: 'https://www.example.org', after: 'https://moved.example.org' },
        ],
      },
    ]);
    expect(JSON.stringify(acts)).not.toContain('in env');
  });

  it('is the only one without a key: connecting another says what is missing', async () => {
    usher = await SitesApp.open(SITE);
    const body = {
      name: 'Blog',
      siteUrl: 'https://b.example',
      connection: '*',
      username: 'u',
      applicationPassword: 'p',
    };
    const refused = await usher.api('POST', '', body);
    expect(refused.status).toBe(503);
    expect(refused.body.message).toMatch(/set USHER_SECRET_KEY for the provisioner \(openssl rand -base64 32\)/);
  });

  it('becomes like any other when the environment names it no more', async () => {
    usher = await SitesApp.open(SITE);
    await usher.app.stop();
    const later = await usher.fellow({ USHER_SECRET_KEY: secretKey() });
    try {
      const view = await until(
        async () => (await later.api<Record<string, unknown>>('/api/targets/default')).body,
        ({ state }) => state === 'quarantined',
      );
      expect(view).toMatchObject({
        managedBy: 'operator',
        reason: expect.stringMatching(/set WORDPRESS_URL again, or give/),
      });
      const credentials = { username: 'usher', applicationPassword: 'by hand' };
      await later.api('/api/targets/default', 'PATCH', credentials);
      await until(
        async () => (await later.api<Record<string, unknown>>('/api/targets/default')).body,
        ({ state }) => state === 'ready',
      );
      expect((await later.api('/api/targets/default', 'DELETE')).status).toBe(200);
    } finally {
      await later.stop();
    }
  });

  it('can’t be one that an operator has connected: the start says so in one line', async () => {
    usher = await SitesApp.open();
    await usher.connect({ name: 'Ours', siteUrl: 'https://www.example.org', connection: 'okta' });
    const start = await usher.fellow(SITE).then(
      async (app) => app.stop().then(() => 'it started'),
      (error: Error) => error.message,
    );
    expect(start).toMatch(
      /^WORDPRESS_URL names https:\/\/www.example.org, which is connected as "Ours" \(ours\) already: unset WORDPRESS_URL, or remove/,
    );
  });
});
