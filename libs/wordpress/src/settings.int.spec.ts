import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWordPressSite } from './create-site.js';
import type { Column } from './protocol.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

describe('the settings', () => {
  it('are kept as they were sent, and told by the status', async () => {
    const columns = [
      { key: 'department', label: 'Abteilung "R&D" <b>' },
      { key: 'usher_group', label: 'Groups' },
    ];
    await expect(at.site.status()).resolves.toMatchObject({ settings: { columns: [] } });
    await expect(at.site.saveSettings({ columns })).resolves.toEqual({ columns });
    await expect(at.site.status()).resolves.toMatchObject({ settings: { columns } });
    await at.site.saveSettings({ columns: [] });
    await expect(at.site.status()).resolves.toMatchObject({ settings: { columns: [] } });
  });

  it('are kept while batches are written, the first time too', async () => {
    for (let round = 0; round < 8; round += 1) {
      await at.php(`delete_option( 'usher_connector_settings' ); return 1;`);
      const batches = [1, 2, 3].map(() => at.site.batch(Array.from({ length: 6 }, () => upsert())));
      await sleep(round * 20);
      const columns = [{ key: 'desk', label: `Desk ${round}` }];
      await expect(at.site.saveSettings({ columns })).resolves.toEqual({ columns });
      await Promise.all(batches);
      await expect(at.site.status()).resolves.toMatchObject({ settings: { columns } });
    }
    await at.site.saveSettings({ columns: [] });
  });

  it('are refused where the database does not keep them', async () => {
    const columns = [{ key: 'desk', label: 'Desk' }];
    await at.installPlugin(
      'reads-only',
      `add_filter( 'query', function ( $sql ) {
         return preg_match( '/^(INSERT|UPDATE).*usher_connector_settings/s', $sql ) ? 'INSERT INTO nowhere VALUES (1)' : $sql;
       } );`,
    );
    await expect(at.site.saveSettings({ columns })).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('The settings could not be stored: '),
    });
    await at.php(`return unlink( WPMU_PLUGIN_DIR . '/reads-only.php' );`);
    await expect(at.site.saveSettings({ columns })).resolves.toEqual({ columns });
    await at.site.saveSettings({ columns: [] });
  });

  it.each([
    ['a secret', [{ key: 'session_tokens', label: 'x' }]],
    ['a key that is no key', [{ key: "a' OR 1=1", label: 'x' }]],
    ['no label', [{ key: 'a', label: ' ' }]],
    [
      'a key twice',
      [
        { key: 'a', label: 'x' },
        { key: 'a', label: 'y' },
      ],
    ],
    ['too many', Array.from({ length: 21 }, (_, i) => ({ key: `k${i}`, label: 'x' }))],
    ['no list', 'x' as unknown as Column[]],
  ])('can not have %s', async (_, columns) => {
    await expect(at.site.saveSettings({ columns })).rejects.toMatchObject({ code: 'usher_invalid_request' });
  });
});

describe('the status', () => {
  it('tells roles with rights, languages, registered usermeta and the numbers of accounts', async () => {
    await at.installPlugin(
      'registers',
      `add_action( 'init', function () {
         register_meta( 'user', 'shoe_size', [ 'type' => 'string', 'description' => 'Size of shoes' ] );
         register_meta( 'user', 'totp_secret', [ 'type' => 'string' ] );
         add_filter( 'get_available_languages', function () { return [ 'de_DE', 'ja' ]; } );
       } );`,
    );
    const before = await at.site.status();
    expect(before.privilegedRoles.sort()).toEqual(['administrator', 'usher_provisioner']);
    expect(before.locales).toEqual(['en_US', 'de_DE', 'ja']);
    expect(before.registeredMeta).toContainEqual({ key: 'shoe_size', description: 'Size of shoes' });
    expect(before.registeredMeta.map((meta) => meta.key)).not.toContain('totp_secret');
    expect(before.privileges).toEqual([]);
    const [one, two] = [upsert(), upsert()];
    await at.site.batch([one, two, { op: 'deactivate', scimId: two.scimId, revision: 2 }]);
    const { total, linked, inactive } = before.accounts;
    await at.tick('change');
    await expect(at.site.status()).resolves.toMatchObject({
      accounts: { total: total + 2, linked: linked + 2, inactive: inactive + 1 },
      privileges: ['change'],
      plugin: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
  });

  it('tells a user without the capability next to nothing', async () => {
    const site = await at.asAdministrator();
    await expect(site.status()).resolves.toMatchObject({
      roles: [],
      privilegedRoles: [],
      locales: [],
      registeredMeta: [],
      accounts: { total: 0 },
      wordpress: { version: '' },
    });
    const refused = { code: 'missing_capability' };
    await expect(site.accounts()).rejects.toMatchObject(refused);
    await expect(site.match('x', [])).rejects.toMatchObject(refused);
    await expect(site.saveSettings({ columns: [] })).rejects.toMatchObject(refused);
  });

  it('and how the credentials get there', async () => {
    await expect(at.site.credentialsIn()).resolves.toBe('authorization');
    await at.installPlugin(
      'strips',
      `unset( $_SERVER['HTTP_AUTHORIZATION'], $_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW'] );`,
    );
    // Before the connector is loaded, as a host does.
    await at.php(`return rename( WPMU_PLUGIN_DIR . '/strips.php', WPMU_PLUGIN_DIR . '/000-strips.php' );`);
    const site = createWordPressSite({ url: at.wordpress.url, ...at.wordpress.connector });
    await expect(site.credentialsIn()).resolves.toBe('x-usher-authorization');
    await expect(site.status()).resolves.toMatchObject({ caller: { missingCapabilities: [] } });
  });
});
