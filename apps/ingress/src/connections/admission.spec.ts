import { dialectsOf } from '@usher/scim';
import { ACCEPTED } from './answer.js';
import { judge } from './admission.js';
import type { Credential } from './credential.js';
import { Meter } from './meter.js';

const NOW = 1_000_000;
const WRITE = { ip: () => '192.0.2.1', reads: () => false };
const READ = { ...WRITE, reads: () => true };

function credential(given: Partial<Credential> & { scope?: 'read' | 'write' } = {}): Credential {
  const { scope = 'write', ...rest } = given;
  const caller = {
    connection: 'okta',
    tokenId: 't',
    tokenName: 'Okta',
    scope,
    dialects: dialectsOf({}),
    answer: ACCEPTED,
    passwordSync: false,
  };
  return { caller, revoked: false, expires: Infinity, allows: null, meter: new Meter(), ...rest };
}

describe('judge', () => {
  it('lets a token do what it may, and notes when', () => {
    const valid = credential({ expires: NOW + 1, allows: () => true });
    expect(judge(valid, WRITE, NOW)).toBeUndefined();
    expect(valid.meter.usedAt).toBe(NOW);
  });

  it.each([
    ['was revoked', credential({ revoked: true }), 401, 'invalid_token'],
    ['has expired', credential({ expires: NOW }), 401, 'invalid_token'],
    ['comes from elsewhere', credential({ allows: () => false }), 403, 'network'],
    ['may read only', credential({ scope: 'read' }), 403, 'insufficient_scope'],
  ])('refuses one that %s, which is no use of it', (_what, refused, status, code) => {
    expect(judge(refused, WRITE, NOW)).toMatchObject({ status, code });
    expect(refused.meter.usedAt).toBe(0);
  });

  it('lets one that may read only read', () => {
    expect(judge(credential({ scope: 'read' }), READ, NOW)).toBeUndefined();
  });

  it('says by RFC 6750 what is wrong with the token', () => {
    const revoked = judge(credential({ revoked: true }), READ, NOW);
    expect(revoked?.headers['www-authenticate']).toBe(
      'Bearer realm="SCIM", error="invalid_token", error_description="The bearer token has been revoked"',
    );
    expect(judge(credential({ scope: 'read' }), WRITE, NOW)?.headers['www-authenticate']).toBe(
      'Bearer realm="SCIM", error="insufficient_scope", scope="write"',
    );
  });

  it('counts what it refuses for scope, but nobody from a wrong place can use up the limit', () => {
    const meter = new Meter().limitTo(1);
    const outside = { ...WRITE, ip: () => '198.51.100.1' };
    const limited = credential({ scope: 'read', meter, allows: (ip) => ip === '192.0.2.1' });
    expect(judge(limited, outside, NOW)).toMatchObject({ code: 'network' });
    expect(judge(limited, WRITE, NOW)).toMatchObject({ code: 'insufficient_scope' });
    expect(judge(limited, READ, NOW)).toMatchObject({
      status: 429,
      code: 'rate_limit',
      headers: { 'retry-after': '1' },
    });
  });
});
