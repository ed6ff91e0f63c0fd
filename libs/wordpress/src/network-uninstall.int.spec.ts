import { jest } from '@jest/globals';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';
import { secondSite } from './testing/second-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite({ multisite: true });
});
afterAll(() => at.stop());

/** What is left of the plugin, on each site and in common. */
const left = () =>
  at.php<{ sites: unknown[]; usermeta: string[]; accounts: string[] }>(
    `$wpdb->suppress_errors( true ); $sites = [];
     foreach ( [ 1, 2 ] as $blog ) { switch_to_blog( $blog );
       $sites[] = [ 'table' => $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}usher_links" ), 'role' => get_role( 'usher_provisioner' ),
         'options' => $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'usher%'" ) ];
       restore_current_blog(); }
     return [ 'sites' => $sites, 'accounts' => $wpdb->get_col( "SELECT user_login FROM $wpdb->users ORDER BY ID" ),
       'usermeta' => $wpdb->get_col( "SELECT meta_key FROM $wpdb->usermeta WHERE meta_key LIKE '%usher%'" ) ];`,
  );

it('uninstalled from a network, the plugin leaves nothing on any of its sites but the accounts', async () => {
  const second = await secondSite(at);
  const [one, two] = [upsert({ groups: ['A'] }), upsert({ groups: ['B'] })];
  await at.run(one);
  await second.batch([two]);
  await second.saveSettings({ columns: [] });
  await second.close();
  await at.php(`foreach ( [ 1, 2 ] as $blog ) { switch_to_blog( $blog ); Usher\\Connector\\Privileges::tick( [ 'adopt' ] ); restore_current_blog(); }
    return add_user_meta( 1, 'usher_user_name', 'a+b' );`);
  const before = await left();
  expect(before.sites).toMatchObject([{ table: expect.anything() }, { table: expect.anything() }]);
  expect(before.usermeta.sort()).toEqual(['usher_user_name', 'wp_2_usher_group', 'wp_usher_group']);

  // From the place of an ordinary plugin, as "Delete" does it.
  await at.php(
    `rename( WPMU_PLUGIN_DIR . '/usher-connector', WP_PLUGIN_DIR . '/usher-connector' ); unlink( WPMU_PLUGIN_DIR . '/usher-connector.php' ); return 1;`,
  );
  await at.php(
    `require_once ABSPATH . 'wp-admin/includes/plugin.php'; return uninstall_plugin( 'usher-connector/usher-connector.php' );`,
  );
  const nothing = { table: null, role: null, options: [] };
  expect(await left()).toEqual({ sites: [nothing, nothing], usermeta: [], accounts: before.accounts });
  expect(before.accounts).toEqual(expect.arrayContaining([one.fields.user_login, two.fields.user_login]));
});
