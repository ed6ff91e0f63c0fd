import { jest } from '@jest/globals';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

const post = (login: string, status = 'publish', type = 'post') =>
  at.php<number>(
    `return wp_insert_post( [ 'post_title' => 'T', 'post_content' => 'C', 'post_status' => '${status}', 'post_type' => '${type}', 'post_author' => get_user_by( 'login', ${quoted(login)} )->ID ] );`,
  );
const authorOf = (id: number) => at.php<string>(`return get_userdata( get_post( ${id} )->post_author )->user_login;`);
const exists = (login: string) => at.php<boolean>(`return false !== get_user_by( 'login', ${quoted(login)} );`);

describe('a deletion', () => {
  it('gives the content to the named account and removes the account with everything of it', async () => {
    const [leaver, heir] = [upsert({ meta: { team: 'x' } }), upsert()];
    await at.site.batch([leaver, heir]);
    const id = await post(leaver.fields.user_login);
    const userId = (await at.site.findByScimId(leaver.scimId))!.id;
    const result = await at.run({ op: 'delete', scimId: leaver.scimId, revision: 2, reassign: heir.fields.user_login });
    expect(result).toMatchObject({ status: 'applied', action: 'delete', account: null });
    expect(await authorOf(id)).toBe(heir.fields.user_login);
    expect(await exists(leaver.fields.user_login)).toBe(false);
    expect(
      await at.php(`return $wpdb->get_col( "SELECT meta_key FROM $wpdb->usermeta WHERE user_id = ${userId}" );`),
    ).toEqual([]);
  });

  it.each(['publish', 'draft', 'private', 'trash'])(
    'without an heir is refused while there is content (%s)',
    async (status) => {
      const leaver = upsert();
      await at.run(leaver);
      const id = await post(leaver.fields.user_login, status);
      const gone = { op: 'delete', scimId: leaver.scimId, revision: 2, reassign: null } as const;
      expect(await at.run(gone)).toMatchObject({ status: 'rejected', code: 'has_content' });
      expect(await exists(leaver.fields.user_login)).toBe(true);
      expect(await authorOf(id)).toBe(leaver.fields.user_login);
      await at.php(`return (bool) wp_delete_post( ${id}, true );`);
      expect(await at.run(gone)).toMatchObject({ status: 'applied', action: 'delete' });
    },
  );

  it.each(['wp_navigation', 'wp_global_styles', 'oembed_cache'])(
    'needs no heir for what WordPress made in the name of who was looking (%s), which stays',
    async (type) => {
      const leaver = upsert();
      await at.run(leaver);
      const id = await post(leaver.fields.user_login, 'publish', type);
      const gone = { op: 'delete', scimId: leaver.scimId, revision: 2, reassign: null } as const;
      expect(await at.run(gone)).toMatchObject({ status: 'applied', action: 'delete' });
      expect(await at.php(`return get_post_status( ${id} );`)).toBe('publish');
    },
  );

  it('to an heir that the site does not have, or to the account itself, is refused and deletes nothing', async () => {
    const leaver = upsert();
    await at.run(leaver);
    await post(leaver.fields.user_login);
    const gone = { op: 'delete', scimId: leaver.scimId, revision: 2 } as const;
    for (const reassign of ['nobody', leaver.fields.user_login])
      expect(await at.run({ ...gone, reassign })).toMatchObject({ status: 'rejected', code: 'reassign_unknown' });
    expect(await exists(leaver.fields.user_login)).toBe(true);
  });

  it('gives the content to the first heir that the site has, found in whichever way, and tells who it is', async () => {
    const [manager, other] = [upsert(), upsert()];
    await at.site.batch([manager, other]);
    const login = manager.fields.user_login;
    for (const heir of [
      { by: 'scimId', value: manager.scimId },
      { by: 'email', value: manager.fields.user_email.toUpperCase() },
      { by: 'login', value: login },
    ] as const) {
      const leaver = upsert();
      await at.run(leaver);
      const id = await post(leaver.fields.user_login);
      const reassign = [
        { by: 'scimId', value: 'nobody' },
        { by: 'scimId', value: leaver.scimId },
        { by: 'email', value: 'nobody@example.org' },
        heir,
        { by: 'login', value: other.fields.user_login },
      ] as const;
      expect(await at.run({ op: 'delete', scimId: leaver.scimId, revision: 2, reassign })).toMatchObject({
        action: 'delete',
        heir: login,
      });
      expect(await authorOf(id)).toBe(login);
    }
  });

  it('of an account without content needs no heir, and tells none', async () => {
    const leaver = upsert();
    await at.run(leaver);
    const result = await at.run({ op: 'delete', scimId: leaver.scimId, revision: 2, reassign: 'nobody' });
    expect(result).toMatchObject({ action: 'delete' });
    expect(result).not.toHaveProperty('heir');
  });

  it('of a deactivated account works', async () => {
    const leaver = upsert();
    await at.run(leaver);
    await at.run({ op: 'deactivate', scimId: leaver.scimId, revision: 2 });
    expect(await at.run({ op: 'delete', scimId: leaver.scimId, revision: 3, reassign: null })).toMatchObject({
      status: 'applied',
    });
    expect(await exists(leaver.fields.user_login)).toBe(false);
  });
});

it('a leaver whose account WordPress calls deleted, and the database did not delete, stays out', async () => {
  const leaver = upsert();
  await at.run(leaver);
  await at.run({ op: 'deactivate', scimId: leaver.scimId, revision: 2 });
  const called = await at.php(
    `require_once ABSPATH . 'wp-admin/includes/user.php';
     add_filter( 'query', function ( $sql ) use ( $wpdb ) {
       return preg_match( "/^DELETE FROM .$wpdb->users/", $sql ) ? "DELETE FROM $wpdb->users WHERE nowhere = 1" : $sql;
     } );
     return wp_delete_user( get_user_by( 'login', ${quoted(leaver.fields.user_login)} )->ID );`,
  );
  expect([called, await exists(leaver.fields.user_login)]).toEqual([true, true]);
  await expect(at.site.findByScimId(leaver.scimId)).resolves.toMatchObject({ active: false });
});
