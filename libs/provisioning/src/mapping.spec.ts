import { wordpressLocale } from './locale.js';
import { mapUser } from './mapping.js';
import type { Json, WantedUser } from './types.js';

const user = (attributes: { [name: string]: Json }, userName = 'jane'): WantedUser => ({
  ...{ id: '1', revision: 1, externalId: null, active: true, deleted: false },
  ...{ userName, attributes },
});

describe('the default mapping', () => {
  it('maps every attribute that WordPress has a field for', () => {
    const attributes: { [name: string]: Json } = {
      name: { givenName: 'Jane', familyName: 'Doe', formatted: 'Dr Jane Doe' },
      displayName: 'Jane D.',
      nickName: 'JD',
      profileUrl: 'https://example.org/jane',
      locale: 'de-CH',
      emails: [{ value: 'home@example.org' }, { value: 'work@example.org', primary: true }],
    };
    expect(mapUser(user(attributes), null)).toEqual({
      email: 'work@example.org',
      fields: {
        user_login: 'jane',
        first_name: 'Jane',
        last_name: 'Doe',
        display_name: 'Jane D.',
        nickname: 'JD',
        user_url: 'https://example.org/jane',
        locale: 'de_CH',
      },
    });
  });

  it.each([
    [{ displayName: ' ', name: { formatted: 'Dr Jane' } }, 'Dr Jane'],
    [{ name: { givenName: 'Jane', familyName: 'Doe' } }, 'Jane Doe'],
    [{ name: { familyName: 'Doe' } }, 'Doe'],
    [{ name: 'Jane' }, undefined],
    [{}, undefined],
  ])('finds the display name in %j', (attributes, expected) => {
    expect(mapUser(user(attributes), null).fields.display_name).toBe(expected);
  });

  it.each([
    [[{ value: 'a@x.org' }, { value: 'b@x.org' }], 'jane', 'a@x.org'],
    [[{ value: '' }, { value: 'b@x.org' }], 'jane', 'b@x.org'],
    [[], 'jane@x.org', 'jane@x.org'],
    [null, 'jane', undefined],
    [[null, 'x', 7], 'jane', undefined],
  ] as [Json, string, string | undefined][])(
    'takes the e-mail address from %j and user name %s',
    (emails, name, expected) => {
      expect(mapUser(user({ emails }, name), null).email).toBe(expected);
    },
  );

  it('leaves alone what the IdP never sent, and clears what it sends no more', () => {
    const fields = { first_name: 'Jane', nickname: 'JD', locale: 'de_DE' };
    expect(mapUser(user({}), { fields }).fields).toEqual({
      ...{ user_login: 'jane', first_name: '', locale: '', nickname: 'jane' },
    });
  });
});

describe('a locale in the form of WordPress', () => {
  it.each([
    ['en-US', 'en_US'],
    ['en_GB', 'en_GB'],
    ['de', 'de_DE'],
    ['pt-BR', 'pt_BR'],
    ['ja-JP', 'ja'],
    ['fi', 'fi'],
    ['zh-Hant', 'zh_TW'],
    ['en-US,en;q=0.8', 'en_US'],
    ['not a tag', undefined],
    ['', undefined],
  ])('%s is %s', (tag, expected) => expect(wordpressLocale(tag)).toBe(expected));
});
