import type { MadeToken } from '../../api/connections.js';

const items = new Map<string, string>();
beforeAll(() => {
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    value: {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
      removeItem: (key: string) => items.delete(key),
    },
  });
});

describe('a token that was just made', () => {
  it('is there until the one who made it has signed out, not for who signs in next', async () => {
    const { session } = await import('../../auth/session.js');
    const { freshToken, keepFreshToken } = await import('./fresh-tokens.js');
    session.begin('anna', 'token');
    keepFreshToken('okta', { id: '1', token: 'told once' } as MadeToken);
    session.begin('anna, renewed', 'oidc');
    expect(freshToken('okta')).toBe('told once');
    session.end('signedOut');
    session.begin('vera', 'token');
    expect(freshToken('okta')).toBeUndefined();
  });
});
