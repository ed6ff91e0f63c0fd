import { jest } from '@jest/globals';
import type { WordPressSite } from './port.js';
import type { Operation } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { browse, cell, listedLogins } from './testing/browser.js';
import { DOORS, settleIn } from './testing/doors.js';
import { secondSite } from './testing/second-site.js';

jest.setTimeout(180_000);
let at: ConnectedSite;
/** The second site of the network, with a user of its own for Usher. */
let second: WordPressSite;
beforeAll(async () => {
  at = await connectedSite({ multisite: true });
  second = await secondSite(at);
});
afterAll(async () => {
  await second.close();
  await at.stop();
});

async function onSecond(operation: Operation) {
  const [result] = await second.batch([operation]);
  return result!;
}
/** Roles on one site of the network; null for an account that isn't a member of it. */
const rolesOn = (blog: number, login: string) =>
  at.php<string[] | null>(`$u = get_user_by( 'login', ${quoted(login)} ); switch_to_blog( ${blog} );
    return $u && is_user_member_of_blog( $u->ID, ${blog} ) ? array_values( ( new WP_User( $u->ID ) )->roles ) : null;`);
const exists = (login: string) => at.php<boolean>(`return false !== get_user_by( 'login', ${quoted(login)} );`);
const refused = { status: 'rejected', code: 'protected_account' };

describe('on a network', () => {
  it.each(['jane.doe', 'Jane', 'jane doe', 'jane@x', 'jane-doe'])('the login "%s" is refused', async (user_login) => {
    expect(await at.run(upsert({ fields: { user_login } }))).toMatchObject({
      status: 'rejected',
      code: 'invalid_login',
      message: expect.stringContaining('small letters'),
    });
  });

  it('an account is made on the site that asked for it, and on no other', async () => {
    const operation = upsert({ roles: gives('editor') });
    expect(await onSecond(operation)).toMatchObject({ action: 'create', account: { roles: ['editor'] } });
    expect(await rolesOn(2, operation.fields.user_login)).toEqual(['editor']);
    expect(await rolesOn(1, operation.fields.user_login)).toBeNull();
    await expect(at.site.findByScimId(operation.scimId)).resolves.toBeNull();
  });

  it('an account of another site is adopted by login or e-mail: it becomes a member', async () => {
    for (const by of ['login', 'email'] as const) {
      const first = upsert({ roles: gives('author') });
      await at.run(first);
      const value = by === 'login' ? first.fields.user_login : first.fields.user_email;
      const operation = { ...first, match: [{ by, value }], roles: gives('editor', 'contributor') };
      expect(await onSecond(operation)).toMatchObject({
        action: 'adopt',
        adopted: { by, value },
        changed: ['roles'],
        account: { login: first.fields.user_login, roles: ['editor', 'contributor'] },
      });
      expect(await rolesOn(2, first.fields.user_login)).toEqual(['editor', 'contributor']);
      expect(await rolesOn(1, first.fields.user_login)).toEqual(['author']);
    }
  });

  it('gets the default role of the site it joins when the directory gives none', async () => {
    const first = upsert({ roles: gives('author') });
    await at.run(first);
    const match = [{ by: 'login', value: first.fields.user_login } as const];
    expect(await onSecond({ ...first, match, roles: undefined })).toMatchObject({
      action: 'adopt',
      account: { roles: ['subscriber'] },
    });
  });

  it('usermeta finds only members of the site', async () => {
    const first = upsert({ meta: { badge: 'b7' } });
    await at.run(first);
    const match = [{ by: 'meta', key: 'badge', value: 'b7' } as const];
    await expect(second.match('someone', match)).resolves.toMatchObject({ account: null });
    await expect(at.site.match('someone', match)).resolves.toMatchObject({ account: null, candidates: [] });
    const login = 'member2';
    await at.php(`$id = wp_insert_user( [ 'user_login' => '${login}', 'user_email' => '${login}@example.org', 'user_pass' => 'x' ] );
      add_user_meta( $id, 'badge', 'b8' ); remove_user_from_blog( $id, 1 ); add_user_to_blog( 2, $id, 'author' ); return 1;`);
    const other = [{ by: 'meta', key: 'badge', value: 'b8' } as const];
    await expect(at.site.match('someone', other)).resolves.toMatchObject({ account: null });
    await expect(second.match('someone', other)).resolves.toMatchObject({ account: { login } });
  });

  it('a leaver of one site that is adopted joins without a role and can not log in there', async () => {
    const first = upsert({ roles: gives('author') });
    const { user_login, user_email } = first.fields;
    await at.run(first);
    const match = [{ by: 'login', value: user_login } as const];
    expect(await onSecond({ ...first, active: false, match })).toMatchObject({
      action: 'adopt',
      account: { active: false },
    });
    expect(await rolesOn(2, user_login)).toEqual([]);
    expect(await rolesOn(1, user_login)).toEqual(['author']);
    const person = await settleIn(at, user_login, user_email);
    const form = DOORS['the login form with the login']!;
    expect([await form(at.wordpress.url, person), await form(at.wordpress.sites[1]!, person)]).toEqual([true, false]);
    const visit = (address: string) =>
      fetch(address, { headers: { cookie: person.cookie, accept: 'text/html' }, redirect: 'manual' });
    const shut = await visit(`${at.wordpress.sites[1]}/wp-admin/profile.php`);
    const page = shut.headers.get('location') ?? '';
    expect(page).toContain('/second/wp-login.php');
    expect(await (await visit(page)).text()).toContain('Your account on this site is deactivated');
    // Still logged in where the account is active: neither the cookie nor the session has been touched.
    expect(shut.headers.getSetCookie()).toEqual([]);
    expect((await visit(`${at.wordpress.url}/wp-admin/profile.php`)).status).toBe(200);
    expect(await onSecond({ ...first, revision: 2 })).toMatchObject({ action: 'reactivate' });
    expect(await rolesOn(2, user_login)).toEqual(['author']);
  });

  it('an account that somebody removed from the site is made a member again', async () => {
    const operation = upsert({ roles: gives('editor') });
    const login = operation.fields.user_login;
    await onSecond(operation);
    await at.php(`return remove_user_from_blog( get_user_by( 'login', ${quoted(login)} )->ID, 2 );`);
    expect(await rolesOn(2, login)).toBeNull();
    expect(await onSecond({ ...operation, revision: 2 })).toMatchObject({ action: 'update', changed: ['roles'] });
    expect(await rolesOn(2, login)).toEqual(['editor']);
  });

  it('every account of a site is listed, and none of another', async () => {
    const logins = async (site: WordPressSite) => {
      const { accounts, next } = await site.accounts();
      expect(next).toBeNull();
      return accounts.map((account) => account.login);
    };
    const members = (blog: number) =>
      at.php<string[]>(
        `return wp_list_pluck( get_users( [ 'blog_id' => ${blog}, 'orderby' => 'ID' ] ), 'user_login' );`,
      );
    expect(await logins(at.site)).toEqual(await members(1));
    expect(await logins(second)).toEqual(await members(2));
    const { accounts } = await second.status();
    expect(accounts.total).toBe((await members(2)).length);
  });
});

describe('a deletion on a network', () => {
  it('takes the account from the site and leaves it to the others; the content goes to a member', async () => {
    const [leaver, heir, stranger] = [upsert(), upsert(), upsert()];
    const login = leaver.fields.user_login;
    await at.site.batch([leaver, stranger]);
    await onSecond(heir);
    await onSecond({ ...leaver, match: [{ by: 'login', value: login }] });
    const post = await at.php<number>(`$id = get_user_by( 'login', ${quoted(login)} )->ID; switch_to_blog( 2 );
      return wp_insert_post( [ 'post_title' => 'T', 'post_status' => 'publish', 'post_author' => $id ] );`);
    const gone = { op: 'delete', scimId: leaver.scimId, revision: 2 } as const;
    const heirOf = (value: string) => ({ by: 'login', value }) as const;
    expect(await onSecond({ ...gone, reassign: [heirOf(stranger.fields.user_login)] })).toMatchObject({
      code: 'reassign_unknown',
    });
    expect(
      await onSecond({
        ...gone,
        reassign: [heirOf(stranger.fields.user_login), { by: 'scimId', value: heir.scimId }],
      }),
    ).toMatchObject({ action: 'delete', heir: heir.fields.user_login });
    expect([await rolesOn(1, login), await rolesOn(2, login)]).toEqual([['subscriber'], null]);
    const author = await at.php<string>(
      `switch_to_blog( 2 ); return get_userdata( get_post( ${post} )->post_author )->user_login;`,
    );
    expect(author).toBe(heir.fields.user_login);
    await expect(at.site.findByScimId(leaver.scimId)).resolves.toMatchObject({ active: true });
  });

  it('removes the account from the network when no other site has it', async () => {
    const leaver = upsert();
    await onSecond(leaver);
    expect(await onSecond({ op: 'delete', scimId: leaver.scimId, revision: 2, reassign: null })).toMatchObject({
      action: 'delete',
    });
    expect(await exists(leaver.fields.user_login)).toBe(false);
  });
});

describe('whoever administers', () => {
  const allow = ['adopt', 'change', 'promote'] as const;
  beforeAll(async () => {
    await at.php(`foreach ( [ 1, 2 ] as $blog ) { switch_to_blog( $blog );
      Usher\\Connector\\Privileges::tick( [ 'adopt', 'change', 'promote' ] ); restore_current_blog(); } return 1;`);
  });

  it('the network is out of reach whatever is allowed', async () => {
    const match = [{ by: 'login', value: at.wordpress.admin.username } as const];
    for (const run of [at.run, onSecond]) {
      expect(await run(upsert({ match, allow }))).toMatchObject({
        ...refused,
        message: expect.stringContaining('administers the network'),
      });
    }
    const operation = upsert();
    await at.run(operation);
    const id = `get_user_by( 'login', ${quoted(operation.fields.user_login)} )->ID`;
    await at.php(`require_once ABSPATH . 'wp-admin/includes/ms.php'; return grant_super_admin( ${id} );`);
    expect(await at.run({ op: 'deactivate', scimId: operation.scimId, revision: 2, allow })).toMatchObject(refused);
    await at.php(`return revoke_super_admin( ${id} );`);
  });

  it('another site is out of reach on this one', async () => {
    const boss = upsert({ roles: gives('author') });
    await at.run(boss);
    const login = quoted(boss.fields.user_login);
    await at.php(`return add_user_to_blog( 2, get_user_by( 'login', ${login} )->ID, 'administrator' );`);
    expect(await at.run({ op: 'deactivate', scimId: boss.scimId, revision: 2, allow })).toMatchObject({
      ...refused,
      message: expect.stringContaining('administers another site'),
    });
    const match = [{ by: 'login', value: boss.fields.user_login } as const];
    expect(await onSecond({ ...boss, match, allow, roles: undefined })).toMatchObject({ action: 'adopt' });
  });
});

it("a site's list of users shows what is provisioned there", async () => {
  const operation = upsert({ meta: { department: 'Second' }, groups: ['Only here'] });
  await onSecond(operation);
  await second.saveSettings({ columns: [{ key: 'department', label: 'Department' }] });
  const browser = await browse({ ...at, wordpress: { ...at.wordpress, url: at.wordpress.sites[1]! } });
  const html = await browser.page('users.php?s=second&usher_group=Only+here');
  expect(listedLogins(html)).toEqual([operation.fields.user_login]);
  expect(cell(html, operation.fields.user_login, 'usher_provisioned')).toBe('Usher');
  expect(cell(html, operation.fields.user_login, 'usher_meta_department')).toBe('Second');
});
