import { matchOf, textsOf } from './likeness.js';

const user = (scimId: string, userName: string, email: string | null) => ({
  ...{ connection: 'idp', scimId, userName, name: userName.toLowerCase(), email },
});

describe('whose account it may be', () => {
  it('is told by the user name, without regard to case', () => {
    const users = [user('1', 'Jane.Doe', null)];
    expect(matchOf({ login: 'jane.DOE', email: 'other@x.org' }, users)).toMatchObject({ scimId: '1', by: 'userName' });
  });

  it('is told by a user name that is the e-mail address', () => {
    const users = [user('1', 'Jane@x.org', null)];
    expect(matchOf({ login: 'jane', email: 'jane@X.org' }, users)).toMatchObject({ scimId: '1', by: 'userName' });
  });

  it('is told by the e-mail address, after the user name', () => {
    const users = [user('1', 'someone', 'jane@x.org'), user('2', 'jane', 'j@x.org')];
    expect(matchOf({ login: 'nobody', email: 'Jane@x.org' }, users)).toMatchObject({ scimId: '1', by: 'email' });
    expect(matchOf({ login: 'jane', email: 'jane@x.org' }, users)).toMatchObject({ scimId: '2', by: 'userName' });
  });

  it('is nobody where nobody fits, and an account without an address fits nobody without one', () => {
    expect(matchOf({ login: 'x', email: '' }, [user('1', 'someone', null), user('2', 'other', '')])).toBeNull();
  });

  it('is looked up by each text once', () => {
    const accounts = [
      { login: 'A', email: 'a@x.org' },
      { login: 'a', email: '' },
    ];
    expect(textsOf(accounts)).toEqual(['a', 'a@x.org']);
  });
});
