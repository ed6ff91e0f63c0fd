import fc from 'fast-check';
import { fitLogin, isAllowedLogin, MAX_LOGIN } from './login.js';

const fitted = (wanted: string, multisite = false) => fitLogin(wanted, 'scim-1', multisite).login;

describe('a login that WordPress allows', () => {
  it.each([
    ['jane', 'jane'],
    ['Jane Doe', 'Jane Doe'],
    ['jane@x.org', 'jane@x.org'],
    ['jane+blog@x.org', 'jane.blog@x.org'],
    ['ACME/jane', 'ACME.jane'],
    ['Jürgen Weiß', 'Jurgen Weiss'],
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['Bjørn Þór', 'Bjorn Thor'],
    ["O'Neill", 'ONeill'],
    ['jane  doe ', 'jane doe'],
    ['ｊａｎｅ', 'jane'],
    ['x'.repeat(70), 'x'.repeat(60)],
    [`${'x'.repeat(59)} y`, 'x'.repeat(59)],
  ])('of %s is %s', (wanted, expected) => expect(fitted(wanted)).toBe(expected));

  it.each(['Иван', '田中', '田中@example.org', '+++', ''])('of %j is made up, the same each time', (wanted) => {
    expect(fitted(wanted)).toMatch(/^user-[0-9a-f]{8}$/);
    expect(fitted(wanted)).toBe(fitted(wanted));
    expect(fitLogin(wanted, 'scim-2', false).login).not.toBe(fitted(wanted));
  });

  it('has only small letters and digits in a network of sites', () => {
    expect(fitted('Jane.Doe@x.org', true)).toBe('janedoexorg');
    expect(fitted('Иван', true)).toMatch(/^user[0-9a-f]{8}$/);
    expect(fitLogin('Jané', 'scim-1', true).alternatives[0]).toMatch(/^jane[0-9a-f]{4}$/);
  });

  it('has others to try only when it was made', () => {
    expect(fitLogin('jane', 'scim-1', false)).toEqual({ login: 'jane', alternatives: [], transformed: false });
    const { alternatives, transformed } = fitLogin('jané', 'scim-1', false);
    expect(transformed).toBe(true);
    expect(alternatives).toEqual([
      expect.stringMatching(/^jane-[0-9a-f]{4}$/),
      expect.stringMatching(/^jane-[0-9a-f]{8}$/),
    ]);
  });

  it('leaves room for what makes it another', () => {
    for (const login of fitLogin('é'.repeat(70), 'scim-1', false).alternatives) {
      expect(login).toMatch(/^e+-[0-9a-f]+$/);
      expect(login).toHaveLength(MAX_LOGIN);
    }
  });

  it('is allowed, whatever was wanted', () => {
    const wanted = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 100 }));
    fc.assert(
      fc.property(wanted, fc.boolean(), (given, multisite) => {
        const { login, alternatives } = fitLogin(given, 'scim-1', multisite);
        for (const each of [login, ...alternatives]) {
          expect(isAllowedLogin(each, multisite)).toBe(true);
          expect(each.length).toBeLessThanOrEqual(MAX_LOGIN);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
