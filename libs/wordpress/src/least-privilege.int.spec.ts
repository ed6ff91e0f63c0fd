import { jest } from '@jest/globals';
import { createWordPressSite } from './create-site.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

/** A request to WordPress's own REST API with the credentials of the dedicated user. */
async function core(method: string, path: string, body?: unknown) {
  const { username, applicationPassword } = at.wordpress.connector;
  const response = await fetch(`${at.wordpress.url}/wp-json/wp/v2${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe("the dedicated user's credentials", () => {
  it('belong to a user with one capability', async () => {
    const caps = await at.php<string[]>(
      `return array_keys( array_filter( get_user_by( 'login', ${quoted(at.wordpress.connector.username)} )->allcaps ) );`,
    );
    expect(caps.filter((name) => name !== 'usher_provisioner')).toEqual(['usher_provision']);
  });

  it.each([
    ['read the settings', 'GET', '/settings', undefined],
    ['change the settings', 'POST', '/settings', { title: 'Mine' }],
    ['list plugins', 'GET', '/plugins', undefined],
    ['install a plugin', 'POST', '/plugins', { slug: 'hello-dolly', status: 'active' }],
    ['see accounts in full', 'GET', '/users?context=edit', undefined],
    [
      'make an administrator',
      'POST',
      '/users',
      { username: 'evil', email: 'evil@example.org', password: 'x', roles: ['administrator'] },
    ],
    ['make any account', 'POST', '/users', { username: 'evil', email: 'evil@example.org', password: 'x' }],
    ['change an administrator', 'POST', '/users/1', { password: 'x' }],
    ['delete an administrator', 'DELETE', '/users/1?force=true&reassign=2', undefined],
    ['promote itself', 'POST', '/users/me', { roles: ['administrator'] }],
    ['write a post', 'POST', '/posts', { title: 'x' }],
    ["make an administrator's application password", 'POST', '/users/1/application-passwords', { name: 'x' }],
  ])('can not %s through the REST API of WordPress', async (_, method, path, body) => {
    expect([401, 403]).toContain((await core(method, path, body)).status);
  });

  it('can not make an administrator through the connector: not by role, not by usermeta', async () => {
    expect(await at.run(upsert({ roles: gives('administrator') }))).toMatchObject({
      status: 'rejected',
      code: 'protected_account',
    });
    expect(await at.run(upsert({ roles: gives('usher_provisioner') }))).toMatchObject({
      status: 'rejected',
      code: 'protected_account',
    });
    for (const key of [
      'wp_capabilities',
      'WP_Capabilities',
      'wp_cápabilities',
      'wp_capabilities ',
      'wp_user_level',
      'session_tokens',
      '_application_passwords',
    ])
      expect(await at.run(upsert({ meta: { [key]: 'a:1:{s:13:"administrator";b:1;}' } }))).toMatchObject({
        status: 'rejected',
        code: 'invalid_operation',
      });
    expect(await at.php(`return count( get_users( [ 'role' => 'administrator' ] ) );`)).toBe(1);
  });

  it('can not touch an administrator, even one that was linked before', async () => {
    const operation = upsert();
    const { scimId } = operation;
    await at.run(operation);
    await at.php(`return get_user_by( 'login', ${quoted(operation.fields.user_login)} )->set_role( 'administrator' );`);
    const refused = { status: 'rejected', code: 'protected_account' };
    expect(
      await at.run({ ...operation, revision: 2, fields: { ...operation.fields, user_email: 'evil@example.org' } }),
    ).toMatchObject(refused);
    expect(await at.run({ op: 'deactivate', scimId, revision: 2 })).toMatchObject(refused);
    expect(await at.run({ op: 'delete', scimId, revision: 2, reassign: null })).toMatchObject(refused);
    await expect(at.site.findByScimId(scimId)).resolves.toMatchObject({
      active: true,
      email: operation.fields.user_email,
      revision: 1,
    });
  });
});

describe('the routes of the connector', () => {
  it('are closed to everybody without the capability, administrators too, and the status says what is missing', async () => {
    const site = await at.asAdministrator();
    await expect(site.status()).resolves.toMatchObject({
      caller: { missingCapabilities: ['usher_provision'] },
    });
    const refused = { kind: 'misconfigured', code: 'missing_capability' };
    await expect(site.batch([upsert()])).rejects.toMatchObject(refused);
    await expect(site.findByLogin('admin')).rejects.toMatchObject(refused);
    await expect(site.findByScimId('x')).rejects.toMatchObject(refused);
  });

  it('are closed without credentials', async () => {
    for (const path of ['status', 'users?login=admin', 'users/x'])
      expect((await fetch(`${at.wordpress.url}/wp-json/usher/v1/${path}`)).status).toBe(401);
  });

  it('tell wrong credentials', async () => {
    const site = createWordPressSite({
      url: at.wordpress.url,
      username: at.wordpress.connector.username,
      applicationPassword: 'wrong',
    });
    await expect(site.status()).rejects.toMatchObject({ kind: 'misconfigured', code: 'invalid_credentials' });
  });

  it('work with the substitute header where the host strips the Authorization header, and only they do', async () => {
    const { username, applicationPassword } = at.wordpress.connector;
    const headers = {
      'x-usher-authorization': `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`,
    };
    expect((await fetch(`${at.wordpress.url}/wp-json/usher/v1/status`, { headers })).status).toBe(200);
    expect((await fetch(`${at.wordpress.url}/?rest_route=/usher/v1/status`, { headers })).status).toBe(200);
    expect((await fetch(`${at.wordpress.url}/wp-json/wp/v2/users/me`, { headers })).status).toBe(401);
  });

  it('work on a site with plain permalinks', async () => {
    await at.php(`return update_option( 'permalink_structure', '' );`);
    const site = createWordPressSite({ url: at.wordpress.url, ...at.wordpress.connector });
    await expect(site.findByLogin('admin')).resolves.toMatchObject({ login: 'admin' });
  });
});
