import { randomBytes } from 'node:crypto';
import { IsSecretKey, loadConfig, parseSecretKey } from './index.js';

class Config {
  @IsSecretKey()
  KEY: string;
}

describe('a secret key', () => {
  const key = randomBytes(32);

  it.each(['hex', 'base64', 'base64url'] as const)('is 32 bytes as %s', (encoding) => {
    expect(parseSecretKey(key.toString(encoding))).toEqual(key);
    expect(loadConfig(Config, { KEY: key.toString(encoding) })).toEqual({ KEY: key.toString(encoding) });
  });

  it.each([
    ['a password', 'correct horse battery staple'],
    ['too short', key.subarray(1).toString('base64')],
    ['too long', `${key.toString('hex')}00`],
    ['no Base64', `${'*'.repeat(43)}=`],
  ])('is not %s', (_what, text) => {
    expect(parseSecretKey(text)).toBeNull();
    expect(() => loadConfig(Config, { KEY: text })).toThrow(
      'KEY must be 32 random bytes as Base64 or hex: openssl rand -base64 32',
    );
  });
});
