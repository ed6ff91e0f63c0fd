import { jest } from '@jest/globals';
import type { UpsertOperation } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());
const count = (login: string) =>
  at.php<number>(
    `return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM $wpdb->users WHERE user_login = %s", ${quoted(login)} ) );`,
  );

describe('an operation', () => {
  it('of the revision applied last is unchanged, and puts right what somebody changed meanwhile', async () => {
    const operation = upsert({ fields: { first_name: 'R&D', last_name: 'B' }, meta: { team: 'x' } });
    expect(await at.run(operation)).toMatchObject({ status: 'applied', action: 'create' });
    expect(await at.run(operation)).toMatchObject({ status: 'unchanged', action: 'none', changed: [] });
    await at.php(
      `return wp_update_user( [ 'ID' => get_user_by( 'login', ${quoted(operation.fields.user_login)} )->ID, 'last_name' => 'Drift' ] );`,
    );
    expect(await at.run(operation)).toMatchObject({ status: 'applied', action: 'update', changed: ['last_name'] });
    expect(await count(operation.fields.user_login)).toBe(1);
  });

  it('of a lower revision is stale and changes nothing, whatever it is', async () => {
    const operation = upsert({ revision: 5 });
    const { scimId } = operation;
    await at.run(operation);
    const stale = { status: 'stale', revision: 5, account: { active: true } };
    expect(
      await at.run({ ...operation, revision: 4, fields: { ...operation.fields, first_name: 'Old' } }),
    ).toMatchObject(stale);
    expect(await at.run({ op: 'deactivate', scimId, revision: 4 })).toMatchObject(stale);
    expect(await at.run({ op: 'delete', scimId, revision: 4, reassign: null })).toMatchObject(stale);
    await expect(at.site.findByScimId(scimId)).resolves.toMatchObject({
      revision: 5,
      active: true,
      fields: { first_name: '' },
    });
  });

  it('of a higher revision without a difference is unchanged, and its revision counts', async () => {
    const operation = upsert();
    await at.run(operation);
    expect(await at.run({ ...operation, revision: 9 })).toMatchObject({
      status: 'unchanged',
      action: 'none',
      account: { revision: 9 },
    });
    expect(await at.run({ ...operation, revision: 8 })).toMatchObject({ status: 'stale', revision: 9 });
  });

  it('to deactivate, reactivate or delete may come twice', async () => {
    const operation = upsert();
    const { scimId } = operation;
    await at.run(operation);
    for (const change of [
      { op: 'deactivate', scimId, revision: 2 } as const,
      { op: 'reactivate', scimId, revision: 3 } as const,
      { op: 'delete', scimId, revision: 4, reassign: null } as const,
    ]) {
      expect(await at.run(change)).toMatchObject({ status: 'applied', action: change.op });
      expect(await at.run(change)).toMatchObject({ status: 'unchanged', action: 'none' });
    }
  });

  it('that deletes leaves its revision behind: older ones that come late make no account', async () => {
    const operation = upsert();
    await at.run(operation);
    const gone = { op: 'delete', scimId: operation.scimId, revision: 7, reassign: null } as const;
    expect(await at.run(gone)).toMatchObject({ action: 'delete', account: null });
    expect(await at.run({ ...operation, revision: 6 })).toMatchObject({ status: 'stale', revision: 7, account: null });
    expect(await at.run({ ...operation, revision: 7 })).toMatchObject({ status: 'stale', account: null });
    expect(await count(operation.fields.user_login)).toBe(0);
    expect(await at.run({ ...operation, revision: 8 })).toMatchObject({ status: 'applied', action: 'create' });
  });

  it('that overtakes the creation wins: the late creation makes no account', async () => {
    const [deleted, left] = [upsert(), upsert()];
    expect(await at.run({ op: 'delete', scimId: deleted.scimId, revision: 2, reassign: null })).toMatchObject({
      status: 'unchanged',
    });
    expect(await at.run({ op: 'deactivate', scimId: left.scimId, revision: 2 })).toMatchObject({
      status: 'unchanged',
      account: null,
    });
    expect(await at.run(deleted)).toMatchObject({ status: 'stale' });
    expect(await at.run(left)).toMatchObject({ status: 'stale' });
    expect(await count(deleted.fields.user_login)).toBe(0);
    expect(await count(left.fields.user_login)).toBe(0);
  });

  it('that is refused leaves the revision: what follows is not stale', async () => {
    const operation = upsert({ revision: 3 });
    await at.run(operation);
    const refused = { ...operation, revision: 6, fields: { ...operation.fields, user_email: 'none' } };
    expect(await at.run(refused)).toMatchObject({ status: 'rejected' });
    expect(await at.run({ ...operation, revision: 4 })).toMatchObject({
      status: 'unchanged',
      account: { revision: 4 },
    });
  });
});

describe('an attempt that died', () => {
  beforeAll(() =>
    at.installPlugin(
      'die',
      `define( 'HOW_TO_DIE', WP_CONTENT_DIR . '/how-to-die' );
       add_filter( 'usher_connector_use_transactions', function ( $possible ) {
         return $possible && ! ( is_file( HOW_TO_DIE ) && 'without a transaction' === file_get_contents( HOW_TO_DIE ) );
       } );
       add_action( 'user_register', function () {
         if ( ! is_file( HOW_TO_DIE ) ) { return; }
         $how = file_get_contents( HOW_TO_DIE );
         unlink( HOW_TO_DIE );
         if ( 'after a commit' === $how ) { $GLOBALS['wpdb']->query( 'COMMIT' ); }
         exit;
       }, 0 );`,
    ),
  );
  const diesOf = async (operation: UpsertOperation, how: string) => {
    await at.php(`return file_put_contents( HOW_TO_DIE, ${quoted(how)} );`);
    await expect(at.run(operation)).rejects.toMatchObject({ kind: 'transient' });
  };

  it('after the account was made leaves nothing, and the next one is the first', async () => {
    const operation = upsert({ roles: gives('editor'), meta: { team: 'a' } });
    await diesOf(operation, 'in the transaction');
    expect(await count(operation.fields.user_login)).toBe(0);
    expect(await at.run({ ...operation, scimId: 'somebody-quicker' })).toMatchObject({ action: 'create' });
  });

  // A hook of another plugin ends the transaction (on MySQL, DDL does); or there never are any (MyISAM).
  describe.each(['after a commit', 'without a transaction'])('%s', (how) => {
    it('is finished by the next one, in the same account', async () => {
      const operation = upsert({ roles: gives('editor'), meta: { team: 'a' }, fields: { first_name: 'Half' } });
      await diesOf(operation, how);
      const half = await at.php<number>(`return get_user_by( 'login', ${quoted(operation.fields.user_login)} )->ID;`);
      await expect(at.site.findByScimId(operation.scimId)).resolves.toBeNull();

      expect(await at.run(operation)).toMatchObject({
        status: 'applied',
        action: 'create',
        account: { id: half, roles: ['editor'], fields: { first_name: 'Half' } },
      });
      expect(await count(operation.fields.user_login)).toBe(1);
    });

    it('leaves no account that another SCIM user could get', async () => {
      const operation = upsert();
      await diesOf(operation, how);
      expect(await at.run({ ...operation, scimId: `not-${operation.scimId}` })).toMatchObject({
        status: 'rejected',
        code: 'login_taken',
      });
    });
  });
});

it('an account that a person deleted is made again by the next upsert', async () => {
  const operation = upsert();
  await at.run(operation);
  await at.php(
    `require_once ABSPATH . 'wp-admin/includes/user.php'; return wp_delete_user( get_user_by( 'login', ${quoted(operation.fields.user_login)} )->ID );`,
  );
  await expect(at.site.findByScimId(operation.scimId)).resolves.toBeNull();
  expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'applied', action: 'create' });
});
