import { jest } from '@jest/globals';
import { connectedSite, gives, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(180_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
  // WordPress looks whether a name is free and then inserts the row: here something slow happens in between.
  await at.installPlugin(
    'slow',
    `add_filter( 'wp_pre_insert_user_data', function ( $data ) { is_file( WP_CONTENT_DIR . '/quick' ) || usleep( 200000 ); return $data; } );`,
  );
});
afterAll(() => at.stop());
const lockRows = () =>
  at.php<number>(
    `return (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE 'usher_lock_%'" );`,
  );

describe('requests at the same moment', () => {
  it('never make two accounts of one login or one e-mail address, however slow the database is', async () => {
    for (let round = 0; round < 4; round++) {
      const first = upsert();
      const sameLogin = upsert({ fields: { user_login: first.fields.user_login.toUpperCase() } });
      const sameEmail = upsert({ fields: { user_email: first.fields.user_email.toUpperCase() } });
      const results = await Promise.all([first, sameLogin, sameEmail, first].map((operation) => at.run(operation)));
      const created = results.filter((result) => result.status === 'applied' && result.action === 'create');
      expect(results.filter((result) => result.status === 'failed')).toEqual([]);
      expect(created.length).toBeGreaterThanOrEqual(1);
    }
    const duplicates = await at.php<string[]>(
      `return array_merge( $wpdb->get_col( "SELECT LOWER(user_login) FROM $wpdb->users GROUP BY LOWER(user_login) HAVING COUNT(*) > 1" ),
         $wpdb->get_col( "SELECT LOWER(user_email) FROM $wpdb->users GROUP BY LOWER(user_email) HAVING COUNT(*) > 1" ) );`,
    );
    expect(duplicates).toEqual([]);
    expect(await lockRows()).toBe(0);
  });

  it('for one SCIM user are applied one after the other: the highest revision stays', async () => {
    const operation = upsert();
    await at.run(operation);
    const revisions = [5, 2, 4, 3, 6];
    await Promise.all(
      revisions.map((revision) =>
        at.run({ ...operation, revision, fields: { ...operation.fields, first_name: `r${revision}` } }),
      ),
    );
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({
      revision: 6,
      fields: { first_name: 'r6' },
    });
  });
});

it('what is called applied is stored, however many write at the same moment', async () => {
  const leavers = Array.from({ length: 30 }, () => upsert({ roles: gives('editor') }));
  await at.php(`return touch( WP_CONTENT_DIR . '/quick' );`);
  await at.site.batch(leavers);
  await at.php(`return unlink( WP_CONTENT_DIR . '/quick' );`);
  const joins = Array.from({ length: 3 }, () => at.site.batch(Array.from({ length: 4 }, () => upsert())));
  const leaves = await at.site.batch(leavers.map(({ scimId }) => ({ op: 'deactivate' as const, scimId, revision: 2 })));
  const results = [...leaves, ...(await Promise.all(joins)).flat()];
  expect(results.filter((result) => result.status !== 'applied')).toEqual([]);
  const ids = leaves.map((result) => ('account' in result ? result.account?.id : undefined));
  const roles = await at.php<string[][]>(
    `return array_map( function ( $id ) { return get_userdata( $id )->roles; }, json_decode( '${JSON.stringify(ids)}' ) );`,
  );
  expect(roles.flat()).toEqual([]);
});

describe('a lock', () => {
  const lock = (scimId: string, expires: string) =>
    at.php(
      `return $wpdb->query( "INSERT INTO $wpdb->options (option_name, option_value, autoload) VALUES ('usher_lock_" . md5( 'scim:${scimId}' ) . "', '" . ( ${expires} ) . ":x', 'no')" );`,
    );

  it('whose holder died is taken over when it has expired', async () => {
    const operation = upsert();
    await lock(operation.scimId, 'time() - 1');
    expect(await at.run(operation)).toMatchObject({ status: 'applied' });
    expect(await lockRows()).toBe(0);
  });

  it('that stays taken is a fault to try again, for this user only', async () => {
    const [held, free] = [upsert(), upsert()];
    await lock(held.scimId, 'time() + 60');
    const [first, second] = await at.site.batch([held, free]);
    expect(first).toMatchObject({ status: 'failed', code: 'lock_busy' });
    expect(second).toMatchObject({ status: 'applied' });
    expect(await lockRows()).toBe(1);
  });
});
