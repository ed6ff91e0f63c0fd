import { jest } from '@jest/globals';
import type { Operation } from './protocol.js';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
  // Notes outside the database, which a rollback can't take back.
  await at.installPlugin(
    'notes',
    `function note( $line ) { file_put_contents( WP_CONTENT_DIR . '/notes', $line . "\\n", FILE_APPEND ); }
     add_filter( 'query', function ( $query ) {
       if ( 'START TRANSACTION' === $query ) { note( 'begun' ); }
       return $query;
     } );
     add_action( 'user_register', function ( $id ) {
       $user = get_userdata( $id );
       note( 'made ' . $user->user_login . ' of team ' . get_user_meta( $id, 'team', true ) );
       if ( 'throws' === $user->display_name ) { throw new Exception( 'a bug of a plugin' ); }
     } );
     add_filter( 'add_user_metadata', function ( $done, $id, $key ) { return 'vetoed' === $key ? false : $done; }, 10, 3 );
     add_action( 'added_user_meta', function ( $row, $id, $key, $value ) {
       note( 'row ' . wp_json_encode( array( $row, $key, is_array( $value ) ? $value : (string) $value ) ) );
     }, 10, 4 );`,
  );
});
afterAll(() => at.stop());
beforeEach(() => at.php(`return file_put_contents( WP_CONTENT_DIR . '/notes', '' );`));

const notes = async (start: string) =>
  (await at.php<string[]>(`return file( WP_CONTENT_DIR . '/notes', FILE_IGNORE_NEW_LINES );`)).filter((line) =>
    line.startsWith(start),
  );
const run = async (operations: Operation[]) =>
  (await at.site.batch(operations)).map((result) =>
    'code' in result ? result.code : 'action' in result ? result.action : result.status,
  );

describe('joins and updates of a batch', () => {
  it('are one transaction', async () => {
    const known = upsert();
    await at.run(known);
    const changed = { ...known, revision: 2, fields: { ...known.fields, first_name: 'New' } };
    expect(await run([upsert(), changed, upsert()])).toEqual(['create', 'update', 'create']);
    expect(await notes('begun')).toHaveLength(2);
  });

  it('go on when one is refused before anything was written for it', async () => {
    const [holder, first, last] = [upsert(), upsert(), upsert()];
    await at.run(holder);
    const refused = upsert({ fields: { user_email: holder.fields.user_email } });
    const results = await at.site.batch([first, refused, last]);
    expect(results).toMatchObject([
      { action: 'create' },
      { code: 'email_taken', holder: holder.scimId },
      { action: 'create' },
    ]);
    expect(await notes('begun')).toHaveLength(2);
    expect(await notes('made')).toHaveLength(3);
  });

  it('are done each by itself when one must be undone', async () => {
    const [first, broken, last] = [upsert(), upsert({ fields: { display_name: 'throws' } }), upsert()];
    expect(await run([first, broken, last])).toEqual(['create', 'exception', 'create']);
    await expect(at.site.findByScimId(broken.scimId)).resolves.toBeNull();
    for (const { scimId } of [first, last])
      await expect(at.site.findByScimId(scimId)).resolves.toMatchObject({ revision: 1 });
    const locks = `SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE 'usher_lock_%'`;
    expect(await at.php(`return (int) $wpdb->get_var( "${locks}" );`)).toBe(0);
  });

  it('that want the same address come one after the other', async () => {
    const first = upsert();
    const second = upsert({ fields: { user_email: first.fields.user_email } });
    expect(await at.site.batch([first, second])).toMatchObject([
      { action: 'create' },
      { code: 'email_taken', holder: first.scimId },
    ]);
  });

  it('see what the ones before them gave up', async () => {
    const [first, second] = [upsert(), upsert()];
    await at.run(first);
    const moved = {
      ...first,
      revision: 2,
      fields: { ...first.fields, user_email: `moved.${first.fields.user_email}` },
    };
    const heir = { ...second, fields: { ...second.fields, user_email: first.fields.user_email } };
    expect(await run([moved, heir])).toEqual(['update', 'create']);
  });

  it('are not in one transaction with somebody who leaves', async () => {
    const leaver = upsert();
    await at.run(leaver);
    const shut: Operation = { op: 'deactivate', scimId: leaver.scimId, revision: 2 };
    expect(await run([upsert(), shut, upsert()])).toEqual(['create', 'deactivate', 'create']);
    // The creation of the leaver, a join, two of the deactivation (the door is shut before the rest), a join.
    expect(await notes('begun')).toHaveLength(5);
  });
});

it('other plugins hear of each row of a new account, with its number, and may prevent it', async () => {
  const operation = upsert({ meta: { team: 'blue', vetoed: 'x' } });
  const result = await at.run(operation);
  expect(result).toMatchObject({ action: 'create', changed: expect.arrayContaining(['meta.team']) });
  expect('changed' in result && result.changed).not.toContain('meta.vetoed');
  expect(await notes('made')).toEqual([`made ${operation.fields.user_login} of team blue`]);

  const told = (await notes('row')).map((line) => JSON.parse(line.slice(4)) as [number, string, unknown]);
  const stored = await at.php<[number, string, unknown][]>(
    `return array_map(
       fn( $row ) => array( (int) $row->umeta_id, $row->meta_key, maybe_unserialize( $row->meta_value ) ),
       $wpdb->get_results( "SELECT * FROM $wpdb->usermeta WHERE user_id = (SELECT ID FROM $wpdb->users WHERE user_login = "
         . ${quoted(`'${operation.fields.user_login}'`)} . ") ORDER BY umeta_id" ) );`,
  );
  const keys = stored.map(([, key]) => key);
  expect(keys).toEqual(
    expect.arrayContaining(['nickname', 'first_name', 'locale', 'team', 'wp_capabilities', 'wp_user_level']),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(told.sort(([a], [b]) => a - b)).toEqual(stored);
});
