import { ConfigurationError, loadConfig } from '@usher/config';
import { ListenerConfig } from './service-config.js';

const ISSUER = { USHER_OIDC_ISSUER: 'https://login.example.org/realms/staff', USHER_OIDC_CLIENT_ID: 'usher' };

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(ListenerConfig, environment);
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
}

describe('the variables of the sign-in', () => {
  it('may all be missing, and have defaults', () => {
    expect(loadConfig(ListenerConfig, {})).toMatchObject({
      USHER_OIDC_ROLES_CLAIM: 'roles',
      USHER_OIDC_SCOPE: 'openid profile email',
    });
  });

  it.each([
    'https://login.example.org',
    'https://login.example.org/',
    'http://localhost:9000',
    'http://127.0.0.1:9000',
  ])('take the issuer %s', (issuer) => expect(faultsOf({ ...ISSUER, USHER_OIDC_ISSUER: issuer })).toEqual([]));

  it.each([
    ['no address', { USHER_OIDC_ISSUER: 'login.example.org' }, /^USHER_OIDC_ISSUER must be the address of/],
    ['no https', { USHER_OIDC_ISSUER: 'http://login.example.org' }, /^USHER_OIDC_ISSUER must be .* https/],
    ['a host that only begins alike', { USHER_OIDC_ISSUER: 'http://127.0.0.1.example.org' }, /^USHER_OIDC_ISSUER/],
    ['a query', { USHER_OIDC_ISSUER: 'https://login.example.org/?a=b' }, /^USHER_OIDC_ISSUER must be .* without \?/],
    ['no client', { USHER_OIDC_CLIENT_ID: '' }, /^USHER_OIDC_CLIENT_ID must be set beside USHER_OIDC_ISSUER/],
    ['no issuer', { USHER_OIDC_ISSUER: '' }, /^USHER_OIDC_ISSUER must be the address of/],
    ['an unknown role', { USHER_OIDC_ROLES: 'admin=it' }, /^USHER_OIDC_ROLES must say which groups have which role/],
    ['a claim with blanks', { USHER_OIDC_ROLES_CLAIM: 'my roles' }, /^USHER_OIDC_ROLES_CLAIM must be the name/],
    ['no openid', { USHER_OIDC_SCOPE: 'profile openid2' }, /^USHER_OIDC_SCOPE must be scopes/],
    ['an audience with blanks', { USHER_OIDC_AUDIENCE: 'a b' }, /^USHER_OIDC_AUDIENCE must not have blanks/],
  ])('with %s are refused in one line', (_what, environment, line) => {
    expect(faultsOf({ ...ISSUER, ...environment })).toEqual([expect.stringMatching(line)]);
  });
});
