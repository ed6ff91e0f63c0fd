import { jest } from '@jest/globals';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

describe('what is for new accounts only', () => {
  it('is set when the account is made, and never again', async () => {
    const operation = upsert({
      fields: { last_name: 'Byron' },
      meta: { team: 'a' },
      onCreate: {
        fields: { description: 'New here', last_name: 'Ignored' },
        meta: { welcome: 'yes', team: 'ignored' },
      },
    });
    expect(await at.run(operation)).toMatchObject({
      account: {
        fields: { description: 'New here', last_name: 'Byron' },
        meta: { welcome: 'yes', team: 'a' },
      },
    });
    await at.php(`$id = get_user_by( 'login', '${operation.fields.user_login}' )->ID;
      wp_update_user( [ 'ID' => $id, 'description' => 'Mine' ] ); return update_user_meta( $id, 'welcome', 'seen' );`);
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({
      status: 'unchanged',
      account: { fields: { description: 'Mine' }, meta: { welcome: 'seen' } },
    });
  });

  it('can not be the login or the e-mail address', async () => {
    for (const name of ['user_login', 'user_email'])
      expect(
        await at.run({ ...upsert(), onCreate: { fields: { [name]: 'x' } } } as ReturnType<typeof upsert>),
      ).toMatchObject({ code: 'invalid_operation' });
  });
});

describe('a login that another account has', () => {
  it('gives way to the first alternative that is free', async () => {
    const taken = upsert();
    await at.run(taken);
    const login = taken.fields.user_login;
    const loginAlternatives = [`${login}a`, `${login}b`];
    const second = upsert({ fields: { user_login: login }, loginAlternatives });
    expect(await at.run(second)).toMatchObject({ action: 'create', account: { login: `${login}a` } });
    expect(await at.run({ ...second, revision: 2 })).toMatchObject({ status: 'unchanged' });
    const third = upsert({ fields: { user_login: login }, loginAlternatives });
    expect(await at.run(third)).toMatchObject({ action: 'create', account: { login: `${login}b` } });
    const fourth = upsert({ fields: { user_login: login }, loginAlternatives });
    expect(await at.run(fourth)).toMatchObject({ code: 'login_taken', holder: taken.scimId });
  });

  it('is not given to two that come at the same moment', async () => {
    const taken = upsert();
    await at.run(taken);
    const login = taken.fields.user_login;
    const loginAlternatives = ['c', 'd', 'e'].map((letter) => login + letter);
    const results = await Promise.all(
      loginAlternatives.map(() => at.run(upsert({ fields: { user_login: login }, loginAlternatives }))),
    );
    const logins = results.map((result) => 'account' in result && result.account?.login);
    expect(logins.sort()).toEqual(loginAlternatives);
  });
});
