import { parseResource, USER } from '@usher/scim';
import { accountUser } from './account-user.js';

const BLANK = { firstName: '', lastName: '', displayName: '', nickname: '', url: '', locale: '', email: '' };

describe('the user that an account stands for', () => {
  it('has what the account has', () => {
    const account = {
      id: 7,
      login: 'ada',
      email: 'ada@example.org',
      firstName: 'Ada',
      lastName: 'Lovelace',
      displayName: 'Ada L.',
      nickname: 'Countess',
      url: 'https://ada.example.org',
      locale: 'en_GB',
      active: true,
    };
    const parsed = parseResource(USER, accountUser(account));
    expect(parsed).toEqual({
      ok: true,
      value: {
        attributes: {
          userName: 'ada',
          name: { givenName: 'Ada', familyName: 'Lovelace' },
          displayName: 'Ada L.',
          nickName: 'Countess',
          profileUrl: 'https://ada.example.org',
          locale: 'en-GB',
          emails: [{ value: 'ada@example.org', type: 'work', primary: true }],
          active: true,
        },
        ignored: [],
      },
    });
  });

  it('has nothing for what is blank, and stays inactive', () => {
    const parsed = parseResource(USER, accountUser({ ...BLANK, id: 7, login: 'ben', active: false }));
    expect(parsed).toEqual({ ok: true, value: { attributes: { userName: 'ben', active: false }, ignored: [] } });
  });

  it.each(['de_DE_formal', 'site-default', 'pt_PT_ao90'])(
    'leaves out %s, which would not come back as it was',
    (locale) =>
      expect(accountUser({ ...BLANK, id: 7, login: 'ben', active: true, locale })).not.toHaveProperty('locale'),
  );
});
