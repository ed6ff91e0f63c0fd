import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { AccountFields, Operation } from './protocol.js';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
  // What the hooks of other plugins do, told by the display name.
  await at.installPlugin(
    'trouble',
    `function trouble( $id ) {
       global $wpdb;
       switch ( get_userdata( $id )->display_name ) {
         case 'throws':
           update_user_meta( $id, 'seen', 'yes' );
           update_option( 'seen', 'yes' );
           throw new Exception( 'a bug of a plugin' );
         case 'rolls back': $wpdb->query( 'ROLLBACK' ); break;
         case 'leaves a transaction open': $wpdb->query( 'START TRANSACTION' ); break;
         case 'commits': $wpdb->query( 'START TRANSACTION' ); $wpdb->query( 'COMMIT' ); break;
         case 'is slow':
           file_put_contents( WP_CONTENT_DIR . '/slow', '.', FILE_APPEND );
           clearstatcache();
           if ( 18 === filesize( WP_CONTENT_DIR . '/slow' ) ) { sleep( 60 ); }
           usleep( 100000 );
           break;
       }
     }
     add_action( 'user_register', 'trouble' );
     add_action( 'profile_update', 'trouble' );
     add_action( 'remove_user_role', 'trouble' );`,
  );
});
afterAll(() => at.stop());

/** Everything that WordPress keeps of these logins, as one number. */
const traces = (logins: string[]) =>
  at.php<number>(
    `$logins = "'" . implode( "','", json_decode( ${quoted(JSON.stringify(logins))} ) ) . "'";
     return (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->users WHERE user_login IN ($logins)" )
       + (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta WHERE meta_key = 'nickname' AND meta_value IN ($logins)" )
       + (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta WHERE meta_key = 'seen'" )
       + (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->options WHERE option_name = 'seen' OR option_name LIKE 'usher_lock_%'" )
       + (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta WHERE user_id NOT IN (SELECT ID FROM $wpdb->users)" );`,
  );
const named = (display_name: string, fields: Partial<AccountFields> = {}) =>
  upsert({ fields: { display_name, ...fields } });
const codes = async (operations: Operation[]) =>
  (await at.site.batch(operations)).map((result) => ('code' in result ? result.code : result.status));

describe('an operation that fails half-way', () => {
  it('leaves nothing of a creation, and the others of the batch stay', async () => {
    const [before, broken, after] = [named('fine'), named('throws'), named('fine')];
    expect(await codes([before, broken, after])).toEqual(['applied', 'exception', 'applied']);
    expect(await traces([broken.fields.user_login])).toBe(0);
    await expect(at.site.findByScimId(broken.scimId)).resolves.toBeNull();
    for (const { scimId } of [before, after]) await expect(at.site.findByScimId(scimId)).resolves.not.toBeNull();
    const mended = { ...broken, fields: { ...broken.fields, display_name: 'fine' } };
    expect(await at.run(mended)).toMatchObject({ status: 'applied', action: 'create' });
  });

  it('leaves every field as it was, in what the rest of the batch reads too', async () => {
    const operation = named('fine', { first_name: 'Old', user_email: 'old@example.org' });
    await at.run(operation);
    const broken = {
      ...operation,
      revision: 2,
      fields: { ...operation.fields, display_name: 'throws', first_name: 'New', user_email: 'new@example.org' },
      meta: { team: 'new' },
    };
    const free = named('fine', { user_email: 'new@example.org' });
    const [failed, same, other] = await at.site.batch([broken, operation, free]);
    expect(failed).toMatchObject({ status: 'failed' });
    expect(same).toMatchObject({
      status: 'unchanged',
      account: { revision: 1, email: 'old@example.org', fields: { first_name: 'Old' } },
    });
    expect(other).toMatchObject({ status: 'applied', action: 'create' });
    expect(await traces([])).toBe(0);
  });

  it('still shuts a leaver out', async () => {
    const operation = named('fine');
    await at.run(operation);
    await at.php(
      `return $wpdb->update( $wpdb->users, [ 'display_name' => 'throws' ], [ 'user_login' => ${quoted(operation.fields.user_login)} ] );`,
    );
    expect(await at.run({ op: 'deactivate', scimId: operation.scimId, revision: 2 })).toMatchObject({
      status: 'failed',
    });
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ active: false, revision: 1 });
  });

  it('because a hook rolled back the transaction is not called applied', async () => {
    const [lost, next] = [named('rolls back'), named('fine')];
    expect(await codes([lost, next])).toEqual(['transaction_lost', 'applied']);
    await expect(at.site.findByScimId(lost.scimId)).resolves.toBeNull();
    const mended = { ...lost, fields: { ...lost.fields, display_name: 'fine' } };
    expect(await at.run(mended)).toMatchObject({ status: 'applied', action: 'create' });
  });
});

it.each(['leaves a transaction open', 'commits'])(
  'what is called applied is stored, even if a hook %s',
  async (name) => {
    const operations = [named(name), named('fine')];
    expect(await codes(operations)).toEqual(['applied', 'applied']);
    for (const { scimId } of operations)
      await expect(at.site.findByScimId(scimId)).resolves.toMatchObject({ revision: 1 });
    expect(await traces([])).toBe(0);
  },
);

it('after kill -9 in the middle of a batch each account is whole or not there, and the batch can be repeated', async () => {
  const operations = Array.from({ length: 40 }, () => named('is slow'));
  const logins = operations.map((operation) => operation.fields.user_login);
  const interrupted = at.site.batch(operations).then(
    () => 'ended',
    () => 'died',
  );
  // The 18th waits to be killed: longer than one transaction lasts. WordPress itself may have no PHP left to ask.
  const done = () => readFile(join(at.wordpress.folder, 'wp-content/slow')).catch(() => Buffer.of());
  while ((await done()).length < 18) await sleep(20);
  await at.wordpress.kill();
  expect(await interrupted).toBe('died');
  await at.wordpress.revive();

  const made = await Promise.all(operations.map(({ scimId }) => at.site.findByScimId(scimId)));
  const whole = made.filter((account) => account !== null);
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.length).toBeLessThan(operations.length);
  expect(whole.every((account) => account.revision === 1 && account.roles[0] === 'subscriber')).toBe(true);
  expect(await traces(logins)).toBe(2 * whole.length);

  const results = await at.site.batch(operations);
  expect(results.filter((result) => result.status === 'unchanged')).toHaveLength(whole.length);
  expect(results.filter((result) => result.status === 'applied')).toHaveLength(operations.length - whole.length);
  expect(await traces(logins)).toBe(2 * operations.length);
});

it('what a batch writes is inside transactions, and the users are counted once for all', async () => {
  await at.installPlugin(
    'statements',
    `add_filter( 'query', function ( $query ) {
       if ( is_file( WP_CONTENT_DIR . '/statements' ) ) { file_put_contents( WP_CONTENT_DIR . '/statements', strtok( $query, "\\n" ) . "\\n", FILE_APPEND ); }
       return $query;
     } );`,
  );
  await at.php(`return touch( WP_CONTENT_DIR . '/statements' );`);
  const [one, two] = [named('fine'), named('fine')];
  await at.site.batch([one, two, { ...one, revision: 2, fields: { ...one.fields, first_name: 'New' } }]);
  const statements = await at.php<string[]>(
    `$lines = file( WP_CONTENT_DIR . '/statements', FILE_IGNORE_NEW_LINES ); unlink( WP_CONTENT_DIR . '/statements' ); return $lines;`,
  );
  let inside = false;
  const outside: string[] = [];
  for (const statement of statements) {
    if (/^(START|COMMIT)/.test(statement)) inside = statement.startsWith('START');
    else if (!inside && /^(INSERT|UPDATE|DELETE)/.test(statement)) outside.push(statement);
  }
  // The third is on a user of the first.
  expect(statements.filter((statement) => statement === 'START TRANSACTION')).toHaveLength(2);
  expect(outside).toEqual([expect.stringContaining("'user_count'")]);
});
