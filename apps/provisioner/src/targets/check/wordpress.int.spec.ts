import { jest } from '@jest/globals';
import { startWordPress, type TestWordPress } from '@usher/testing';
import type { CheckAnswer } from '../../operator/targets-check.controller.js';
import { siteWith } from '../target-site.js';
import { ProvisionerApp, until } from '../../testing/provisioner-app.js';
import { secretKey } from '../../testing/sites-app.js';

jest.setTimeout(180_000);

let wordpress: TestWordPress;
let usher: ProvisionerApp;

beforeAll(async () => {
  wordpress = await startWordPress();
  usher = await ProvisionerApp.open([], {
    config: { USHER_SECRET_KEY: secretKey() },
    site: ({ siteUrl, credentials }) => siteWith(siteUrl, credentials),
  });
}, 180_000);
afterAll(() => Promise.all([wordpress?.stop(), usher?.close()]));

async function check(given: object = {}): Promise<CheckAnswer & { codes: string[] }> {
  const { username, applicationPassword } = wordpress.connector;
  const body = { siteUrl: wordpress.url, username, applicationPassword, ...given };
  const { status, body: answer } = await usher.api<CheckAnswer>('/api/targets/check', 'POST', body);
  if (status !== 200) throw new Error(JSON.stringify(answer));
  return { ...answer, codes: answer.findings.map(({ severity, code }) => `${severity} ${code}`) };
}

/** Runs PHP in WordPress. */
const php = (code: string) => wordpress.evaluate(code);

/** Of a test site: on this machine without TLS, in English only. */
const ALWAYS = ['note no_tls', 'note one_language'];

describe('the check of a real WordPress', () => {
  it('tells what it is, and that all is well', async () => {
    const { ok, status, codes } = await check();
    expect({ ok, codes }).toEqual({ ok: true, codes: ALWAYS });
    expect(status).toMatchObject({
      ...{ plugin: { protocol: 2 }, wordpress: { multisite: false }, defaultRole: 'subscriber' },
      ...{
        roles: expect.arrayContaining(['subscriber', 'editor']),
        privilegedRoles: expect.arrayContaining(['administrator']),
      },
      caller: { login: wordpress.connector.username, missingCapabilities: [] },
    });
  });

  it('finds a wrong password and a wrong address', async () => {
    expect((await check({ applicationPassword: 'wrong' })).codes).toContain('error invalid_credentials');
    expect((await check({ siteUrl: 'http://127.0.0.1:1' })).codes).toContain('error unreachable');
  });

  it('finds where the site has not what the settings want', async () => {
    await php(`register_meta('user', 'department', ['type' => 'string', 'single' => true, 'description' => 'D']);`);
    const settings = {
      mapping: [
        { to: 'locale', from: { constant: 'de-DE' } },
        { to: 'meta.employee_number', from: { path: 'externalId' } },
      ],
      roles: { rules: [{ group: 'Staff', roles: ['shop_manager', 'administrator'] }] },
      administrators: { change: true },
      content: { fallback: 'nobody' },
    };
    const { ok, codes, findings } = await check({ settings });
    expect(ok).toBe(false);
    expect(codes).toEqual([
      'error role_unknown',
      ...['warning role_privileged', 'warning privilege_change', 'warning locale_missing', 'warning heir_missing'],
      ...['note no_tls', 'note meta_unregistered'],
    ]);
    expect(findings[0]!.text).toContain('"shop_manager"');
    const admin = await check({ settings: { content: { fallback: wordpress.admin.username } } });
    expect(admin.codes).toEqual(ALWAYS);
  });

  it('finds a default role that has rights', async () => {
    await php(`update_option('default_role', 'administrator');`);
    try {
      expect((await check()).codes).toContain('error default_role_privileged');
    } finally {
      await php(`update_option('default_role', 'subscriber');`);
    }
  });

  it('finds that the user has lost its role', async () => {
    const { username } = wordpress.connector;
    await php(`get_user_by('login', '${username}')->set_role('');`);
    try {
      const { ok, codes } = await check();
      expect({ ok, codes }).toMatchObject({ ok: false, codes: expect.arrayContaining(['error missing_capability']) });
    } finally {
      await php(`get_user_by('login', '${username}')->set_role('usher_provisioner');`);
    }
  });

  it('finds that the plugin isn’t active, quarantines a connected site, and lets it go on once it is', async () => {
    const { username, applicationPassword } = wordpress.connector;
    const made = await usher.api<{ id: string }>('/api/targets', 'POST', {
      ...{ name: 'Real', siteUrl: wordpress.url, connection: '*', username, applicationPassword },
    });
    const { id } = made.body;
    const view = async () => (await usher.api<{ state: string }>(`/api/targets/${id}`)).body;
    await until(view, ({ state }) => state === 'ready');
    await php(`rename(WPMU_PLUGIN_DIR . '/usher-connector.php', WPMU_PLUGIN_DIR . '/usher-connector.off');`);
    try {
      const { body } = await usher.api<CheckAnswer & { state: string }>(`/api/targets/${id}/check`, 'POST');
      expect(body.state).toBe('quarantined');
      expect(body.findings[0]).toMatchObject({
        code: 'plugin_missing',
        remedy: expect.stringMatching(/Plugins, install/),
      });
    } finally {
      await php(`rename(WPMU_PLUGIN_DIR . '/usher-connector.off', WPMU_PLUGIN_DIR . '/usher-connector.php');`);
    }
    // PHP may take a moment to see that the file is there again.
    const again = await until(
      async () => (await usher.api<CheckAnswer & { state: string }>(`/api/targets/${id}/check`, 'POST')).body,
      ({ state }) => state === 'ready',
    );
    expect(again.ok).toBe(true);
  });

  it('has the columns of the settings in the site', async () => {
    const targets = (await usher.api<{ targets: { id: string }[] }>('/api/targets')).body.targets;
    const mapping = [{ to: 'meta.staff', from: { path: 'externalId' }, column: 'Staff' }];
    await usher.api(`/api/targets/${targets[0]!.id}/settings`, 'PUT', { settings: { mapping } });
    const { username, applicationPassword } = wordpress.connector;
    const site = siteWith(wordpress.url, { ok: true, username, applicationPassword });
    const status = await until(
      () => site.status(),
      ({ settings }) => settings.columns.length > 0,
    );
    await site.close();
    expect(status.settings.columns).toEqual([{ key: 'staff', label: 'Staff' }]);
  });
});
