import { parseWordPressKind, wordPressUnderTest } from './wordpress-kind.js';

describe('the WordPress that the environment names', () => {
  it('is the usual one when it names none, and what it says otherwise, in any order', () => {
    expect(wordPressUnderTest({})).toEqual({ version: '6.5', database: 'sqlite', multisite: false });
    expect(wordPressUnderTest({ USHER_TEST_WORDPRESS: 'multisite,mariadb,7.1' })).toEqual({
      version: '7.1',
      database: 'mariadb',
      multisite: true,
    });
  });

  it('is never another one than was asked for', () => {
    expect(() => parseWordPressKind('7.1,mysql')).toThrow('not "mysql"');
    expect(() => parseWordPressKind('5.9')).toThrow('knows 6.1, 6.5, 6.8, 7.1');
  });
});
