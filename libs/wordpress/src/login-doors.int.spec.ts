import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { DOORS, resetLinkWorks, settleIn, submitLogin, type Person } from './testing/doors.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

async function openDoors(person: Person): Promise<string[]> {
  const open: string[] = [];
  for (const [name, door] of Object.entries(DOORS)) if (await door(at.wordpress.url, person)) open.push(name);
  return open;
}

describe('a person whose account is deactivated', () => {
  const operation = upsert({ roles: gives('author') });
  const { user_login, user_email } = operation.fields;
  let person: Person;
  let smuggled: string;
  const rolesOf = () => at.php<string[]>(`return get_user_by( 'login', ${quoted(user_login)} )->roles;`);

  it('came in by every door before', async () => {
    await at.run(operation);
    person = await settleIn(at, user_login, user_email);
    expect(await resetLinkWorks(at.wordpress.url, person)).toBe(true);
    expect(await openDoors(person)).toEqual(Object.keys(DOORS));
  });

  it('comes in by none', async () => {
    person = await settleIn(at, user_login, user_email);
    expect(await at.run({ op: 'deactivate', scimId: operation.scimId, revision: 2 })).toMatchObject({
      status: 'applied',
      action: 'deactivate',
      account: { active: false },
    });
    expect(await resetLinkWorks(at.wordpress.url, person)).toBe(false);
    expect(await openDoors(person)).toEqual([]);
  });

  it('comes in with no cookie either that another plugin makes now', async () => {
    smuggled = await at.php<string>(`$u = get_user_by( 'login', ${quoted(user_login)} );
      $token = WP_Session_Tokens::get_instance( $u->ID )->create( time() + 900 );
      return AUTH_COOKIE . '=' . wp_generate_auth_cookie( $u->ID, time() + 900, 'auth', $token ) . '; '
        . LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie( $u->ID, time() + 900, 'logged_in', $token );`);
    expect(await DOORS['the cookie of a live session']!(at.wordpress.url, { ...person, cookie: smuggled })).toBe(false);
  });

  it('has no role left, so that no right is left even without the plugin', async () => {
    expect(await rolesOf()).toEqual([]);
  });

  it('learns it only with the right password', async () => {
    const wrong = await (await submitLogin(at.wordpress.url, user_login, 'wrong')).text();
    const right = await (await submitLogin(at.wordpress.url, user_login, person.password)).text();
    expect(wrong).not.toContain('account on this site is deactivated');
    expect(right).toContain('account on this site is deactivated');
  });

  it('comes in again by every door after reactivation, with the roles as they were', async () => {
    await at.run({ op: 'reactivate', scimId: operation.scimId, revision: 3 });
    expect(await rolesOf()).toEqual(['author']);
    const session = DOORS['the cookie of a live session']!;
    // What another plugin made while the account was shut doesn't come to life.
    expect(await session(at.wordpress.url, { ...person, cookie: smuggled })).toBe(false);
    // The password, the application password are the old ones; the browser has to log in again.
    const { headers } = await submitLogin(at.wordpress.url, user_login, person.password);
    const cookie = headers
      .getSetCookie()
      .map((entry) => entry.split(';')[0])
      .join('; ');
    expect(await openDoors({ ...person, cookie })).toEqual(Object.keys(DOORS));
  });
});

describe('deactivation', () => {
  it('by an upsert shuts the doors even when another field is refused', async () => {
    const other = upsert();
    const leaver = upsert();
    await at.site.batch([other, leaver]);
    const person = await settleIn(at, leaver.fields.user_login, leaver.fields.user_email);
    const fields = { ...leaver.fields, user_email: other.fields.user_email };
    expect(await at.run({ ...leaver, revision: 2, active: false, fields })).toMatchObject({ code: 'email_taken' });
    expect(await openDoors(person)).toEqual([]);
  });

  it('is there from the first moment of an account that is created inactive', async () => {
    const operation = upsert({ active: false, roles: gives('editor') });
    expect(await at.run(operation)).toMatchObject({ action: 'create', account: { active: false, roles: ['editor'] } });
    const before = await at.php<string[]>(
      `return get_user_by( 'login', ${quoted(operation.fields.user_login)} )->roles;`,
    );
    expect(before).toEqual([]);
    expect(await at.run({ ...operation, revision: 2, active: true })).toMatchObject({
      action: 'reactivate',
      account: { active: true, roles: ['editor'] },
    });
  });

  it('leaves other people alone', async () => {
    const [stays, leaves] = [upsert(), upsert()];
    await at.site.batch([stays, leaves]);
    const person = await settleIn(at, stays.fields.user_login, stays.fields.user_email);
    await at.run({ op: 'deactivate', scimId: leaves.scimId, revision: 2 });
    expect(await openDoors(person)).toEqual(Object.keys(DOORS));
  });
});
