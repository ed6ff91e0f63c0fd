import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { DOORS, settleIn } from './testing/doors.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

describe('the table of version 0.1.0', () => {
  it('is brought up to date with its rows, and nobody gets in while that happens', async () => {
    const [stays, leaver] = [upsert({ roles: gives('author') }), upsert({ roles: gives('editor') })];
    await at.site.batch([stays, leaver]);
    const person = await settleIn(at, leaver.fields.user_login, leaver.fields.user_email);
    await at.run({ op: 'deactivate', scimId: leaver.scimId, revision: 2 });
    await at.php(`$table = Usher\\Connector\\Schema::table();
      $rows = $wpdb->get_results( "SELECT scim_id, user_id, revision, active, tombstone, roles_before, updated_at FROM $table", ARRAY_A );
      $wpdb->query( "DROP TABLE $table" );
      $wpdb->query( "CREATE TABLE $table ( scim_id varchar(128) NOT NULL, user_id bigint(20) unsigned DEFAULT NULL, revision bigint(20) NOT NULL DEFAULT 0,
        active tinyint(1) NOT NULL DEFAULT 1, tombstone tinyint(1) NOT NULL DEFAULT 0, roles_before text, updated_at datetime NOT NULL,
        PRIMARY KEY (scim_id), UNIQUE KEY user_id (user_id) )" );
      foreach ( $rows as $row ) { $wpdb->insert( $table, $row ); }
      return update_option( 'usher_connector_schema', '1' );`);
    // As long as nobody has brought it up to date.
    const login = quoted(leaver.fields.user_login);
    expect(
      await at.php(`update_option( 'usher_connector_schema', '1' );
        return Usher\\Connector\\Links::is_inactive( get_user_by( 'login', ${login} )->ID );`),
    ).toBe(true);
    // The next request is the leaver's.
    const application = DOORS['REST with an application password']!;
    expect(await application(at.wordpress.url, person)).toBe(false);

    await expect(at.site.findByScimId(leaver.scimId)).resolves.toMatchObject({
      active: false,
      revision: 2,
      roles: ['editor'],
      rolesGiven: null,
    });
    expect(await at.run({ ...stays, revision: 2, roles: gives('editor') })).toMatchObject({
      account: { rolesGiven: ['editor'] },
    });
    expect(await at.run({ ...leaver, revision: 3 })).toMatchObject({
      action: 'reactivate',
      account: { roles: ['editor'] },
    });
    expect(await at.php(`return get_option( 'usher_connector_schema' );`)).toBe('3');
    expect(await at.rolesOf(leaver.fields.user_login)).toEqual(['editor']);
    const two = upsert({ match: [{ by: 'login', value: stays.fields.user_login }], fields: stays.fields });
    expect(await at.run(two)).toMatchObject({ code: 'login_taken', holder: stays.scimId });
    const unique = await at.php<boolean>(`$wpdb->suppress_errors( true );
      return false !== $wpdb->query( "INSERT INTO " . Usher\\Connector\\Schema::table() . " (scim_id, user_id, updated_at) VALUES ('other', (SELECT ID FROM $wpdb->users WHERE user_login = " . "'" . ${quoted(stays.fields.user_login)} . "'), '2020-01-01 00:00:00')" );`);
    expect(unique).toBe(false);
  });
});

describe('the role of the connector', () => {
  it('is there all the time while the plugin is brought up to date, and exact afterwards', async () => {
    await at.installPlugin(
      'looks',
      `add_action( 'update_option_wp_user_roles', function ( $old, $new ) { isset( $new['usher_provisioner'] ) || touch( WP_CONTENT_DIR . '/gone' ); }, 10, 2 );`,
    );
    await at.php(`return update_option( 'usher_connector_schema', '2' );`);
    await fetch(at.wordpress.url);
    expect(await at.php(`return is_file( WP_CONTENT_DIR . '/gone' );`)).toBe(false);
    await at.php(
      `get_role( 'usher_provisioner' )->add_cap( 'edit_posts' ); return update_option( 'usher_connector_schema', '2' );`,
    );
    await fetch(at.wordpress.url);
    expect(await at.php(`return get_role( 'usher_provisioner' )->capabilities;`)).toEqual({ usher_provision: true });
  });

  it('is made by a later request when the database refuses it at first', async () => {
    await at.installPlugin(
      'refuses',
      `add_filter( 'query', function ( $sql ) { return preg_match( '/^UPDATE.*user_roles/s', $sql ) ? 'UPDATE nowhere SET a = 1' : $sql; } );`,
    );
    await at.php(`$roles = get_option( 'wp_user_roles' ); unset( $roles['usher_provisioner'] );
      $wpdb->query( $wpdb->prepare( "UPDATE $wpdb->options SET option_value = %s WHERE option_name LIKE 'wp_user_role_'", serialize( $roles ) ) );
      return update_option( 'usher_connector_schema', '2' );`);
    await fetch(at.wordpress.url);
    expect(await at.php(`return get_option( 'wp_user_roles' )['usher_provisioner'] ?? null;`)).toBeNull();
    await at.php(`return unlink( WPMU_PLUGIN_DIR . '/refuses.php' );`);
    await fetch(at.wordpress.url);
    await expect(at.site.status()).resolves.toMatchObject({ caller: { missingCapabilities: [] } });
  });
});
