import { jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { createWordPressSite } from './create-site.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
const run = promisify(execFile);
const project = fileURLToPath(new URL('../../../apps/wordpress-connector/', import.meta.url));
let at: ConnectedSite;
let root: string;

/** The site without the must-use copy, with the zip unpacked as an upload does. */
beforeAll(async () => {
  at = await connectedSite();
  root = await at.php<string>(
    `$wpdb->query( 'DROP TABLE ' . Usher\\Connector\\Schema::table() ); Usher\\Connector\\Schema::remove();
     require_once ABSPATH . 'wp-admin/includes/user.php'; wp_delete_user( get_user_by( 'login', 'usher' )->ID );
     return ABSPATH;`,
  );
  const content = join(root, 'wp-content');
  for (const name of await readdir(join(content, 'mu-plugins')))
    if (name.startsWith('usher-connector')) await rm(join(content, 'mu-plugins', name), { recursive: true });
  await run('node', [join(project, 'scripts', 'pack.mjs')]);
  const files = unzipSync(await readFile(join(project, 'dist', 'usher-connector.zip')));
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(content, 'plugins', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
});
afterAll(() => at.stop());

const provision = (...options: string[]) =>
  run('php', [
    join(root, 'wp-content/plugins/usher-connector/bin/provision-user.php'),
    `--url=${at.wordpress.url}`,
    ...options,
  ]);

describe('the plugin from the zip', () => {
  it('is activated by the script that makes the dedicated user, and works', async () => {
    const { stdout } = await provision(`--path=${root}`, '--login=usher');
    const credentials = JSON.parse(stdout) as { username: string; applicationPassword: string };
    expect(credentials.username).toBe('usher');
    const site = createWordPressSite({ url: at.wordpress.url, ...credentials });
    await expect(site.batch([upsert()])).resolves.toMatchObject([{ status: 'applied', action: 'create' }]);
  });

  it('replaces the application password when the script is run again', async () => {
    const passwords: string[] = [];
    for (let i = 0; i < 2; i++)
      passwords.push(
        (JSON.parse((await provision(`--path=${root}`)).stdout) as { applicationPassword: string }).applicationPassword,
      );
    const site = (applicationPassword: string) =>
      createWordPressSite({ url: at.wordpress.url, username: 'usher', applicationPassword });
    await expect(site(passwords[0]!).status()).rejects.toMatchObject({ code: 'invalid_credentials' });
    await expect(site(passwords[1]!).status()).resolves.toMatchObject({ caller: { missingCapabilities: [] } });
  });

  it.each([
    ['an administrator', () => [`--path=${root}`, '--login=admin'], /administers this site/],
    ['a folder without WordPress', () => ['--path=/nowhere'], /Give the folder of WordPress/],
  ])('gives %s one line and an exit code', async (_, options, line) => {
    await expect(provision(...options())).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(line),
    });
  });

  it('leaves nothing but the accounts when it is uninstalled', async () => {
    await at.php(
      `add_user_meta( 1, 'usher_group', 'A' ); add_user_meta( 1, 'usher_user_name', 'a+b' ); add_user_meta( 1, 'department', 'stays' );
       Usher\\Connector\\Privileges::tick( [ 'adopt' ] ); update_option( 'usher_connector_settings', [ 'columns' => [] ] );
       return update_option( 'usher_connector_contact', 1 );`,
    );
    await at.php(
      `require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins( 'usher-connector/usher-connector.php' );
       return uninstall_plugin( 'usher-connector/usher-connector.php' );`,
    );
    const left = await at.php(
      `$wpdb->suppress_errors( true );
       return [ 'table' => $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}usher_links" ), 'role' => get_role( 'usher_provisioner' ),
         'options' => $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'usher%'" ), 'accounts' => count( get_users() ),
         'usermeta' => $wpdb->get_col( "SELECT meta_key FROM $wpdb->usermeta WHERE meta_key LIKE 'usher%'" ), 'department' => get_user_meta( 1, 'department', true ) ];`,
    );
    expect(left).toEqual({ table: null, role: null, options: [], accounts: 3, usermeta: [], department: 'stays' });
  });
});
