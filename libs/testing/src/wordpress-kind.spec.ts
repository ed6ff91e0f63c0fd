import { parseWordPressKind, wordPressUnderTest } from './wordpress-kind.js';

describe('the WordPress that the environment names', () => {
  it('is the usual one when it names none, and what it says otherwise, in any order', () => {
    expect(wordPressUnderTest({})).toEqual({
      version: '6.5',
      database: 'sqlite',
      multisite: false,
      php: 'native',
    });
    expect(wordPressUnderTest({ USHER_TEST_WORDPRESS: 'multisite,mariadb,7.1' })).toEqual({
      version: '7.1',
      database: 'mariadb',
      multisite: true,
      php: 'native',
    });
    expect(parseWordPressKind('6.1,php7.4')).toMatchObject({ version: '6.1', database: 'sqlite', php: '7.4' });
  });

  it('is never another one than was asked for', () => {
    expect(() => parseWordPressKind('7.1,mysql')).toThrow('not "mysql"');
    expect(() => parseWordPressKind('5.9')).toThrow('knows 6.1, 6.5, 6.8, 7.1');
    expect(() => parseWordPressKind('php5.6')).toThrow('not "php5.6"');
    expect(() => parseWordPressKind('7.1,mariadb,php8.4')).toThrow('SQLite only');
  });
});
