import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { loadConfig } from '@usher/config';
import { AuditConfig } from '../config.js';
import { Signer, SigningKeys } from './signing.js';

const ENVIRONMENT = { DATABASE_URL: 'postgres://u:p@h/d', USHER_OPERATOR_TOKEN: 'operator-token-16' };

const keysOf = (environment: Record<string, string>) =>
  SigningKeys.from(loadConfig(AuditConfig, { ...ENVIRONMENT, ...environment }));

describe('the signing key', () => {
  it('is the Ed25519 key of its seed (RFC 8032, section 7.1, test 1)', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const signer = new Signer(seed);
    expect(signer.publicKey.toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(signer.sign('').toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
    expect(signer.keyId).toBe('21fe31df');
  });

  it('gives an outsider what is needed to check a signature', () => {
    const keys = keysOf({ USHER_AUDIT_SIGNING_KEY: randomBytes(32).toString('base64') });
    const [shown] = keys.publicKeys();
    const signature = keys.signer!.sign('a text');
    expect(shown).toMatchObject({ keyId: keys.signer!.keyId, algorithm: 'Ed25519', current: true });
    expect(verify(null, Buffer.from('a text'), createPublicKey(shown!.pem), signature)).toBe(true);
    expect(verify(null, Buffer.from('another'), createPublicKey(shown!.pem), signature)).toBe(false);
  });

  it('may be replaced: what earlier ones signed counts while they are trusted, and nothing of others', () => {
    const [old, other] = [new Signer(randomBytes(32)), new Signer(randomBytes(32))];
    const keys = keysOf({
      USHER_AUDIT_SIGNING_KEY: randomBytes(32).toString('hex'),
      USHER_AUDIT_TRUSTED_KEYS: `${new Signer(randomBytes(32)).publicKey.toString('base64')}, ${old.publicKey.toString('base64')}`,
    });
    expect(keys.check(old.keyId, 'a', old.sign('a'))).toBe('good');
    expect(keys.check(old.keyId, 'b', old.sign('a'))).toBe('bad');
    expect(keys.check(old.keyId, 'a', other.sign('a'))).toBe('bad');
    expect(keys.check(other.keyId, 'a', other.sign('a'))).toBe('unknown_key');
    expect(keys.publicKeys().filter(({ current }) => current)).toHaveLength(1);
  });

  it('may be missing', () => {
    const keys = keysOf({});
    expect([keys.signer, keys.empty, keys.publicKeys()]).toEqual([null, true, []]);
  });

  it.each([
    [
      { USHER_AUDIT_SIGNING_KEY: 'secret' },
      'USHER_AUDIT_SIGNING_KEY must be 32 random bytes as Base64 or hex: openssl rand -base64 32',
    ],
    [
      { USHER_AUDIT_TRUSTED_KEYS: `${randomBytes(32).toString('base64')},x` },
      'USHER_AUDIT_TRUSTED_KEYS must be public keys of 32 bytes as Base64 or hex, several by commas: GET /api/audit/keys has them',
    ],
  ])('is refused at the start: %j', (environment, line) => {
    expect(() => keysOf(environment)).toThrow(line);
  });
});
