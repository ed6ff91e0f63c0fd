import { loadConfig } from '@usher/config';
import { StandaloneConfig } from '../config.js';
import { partsConfig } from './parts-config.js';

const STARTED = {
  database: 'postgres://u:p@h:5432/d',
  tokens: { scim: 'scim', operator: 'operator' },
  secretKey: 'kept',
  auditSigningKey: 'signs',
  connector: { url: 'http://w', username: 'usher', applicationPassword: 'p' },
  heir: 'admin',
};

const partsWith = (environment: Record<string, string>) =>
  partsConfig(loadConfig(StandaloneConfig, environment), STARTED);

describe('the services of npm start', () => {
  it('get what is set for them', () => {
    const previous = '0123456789abcdef'.repeat(4);
    const trusted = `${previous},${previous}`;
    const given = partsWith({
      ...{ USHER_STATE_RETENTION_DAYS: '7', USHER_SECRET_KEY_PREVIOUS: previous, USHER_AUDIT_TRUSTED_KEYS: trusted },
      ...{ USHER_SCIM_RATE_LIMIT: '5', USHER_REASSIGN_TO: 'archive', USHER_TRUSTED_PROXIES: '2' },
    });
    expect(given).toMatchObject({
      ...{ USHER_STATE_RETENTION_DAYS: 7, USHER_SECRET_KEY_PREVIOUS: previous, USHER_AUDIT_TRUSTED_KEYS: trusted },
      ...{ USHER_SCIM_RATE_LIMIT: 5, USHER_REASSIGN_TO: 'archive', USHER_TRUSTED_PROXIES: 2 },
    });
  });

  it('get all of the sign-in', () => {
    const signIn = {
      USHER_OIDC_ISSUER: 'https://login.example.org',
      USHER_OIDC_CLIENT_ID: 'usher-console',
      USHER_OIDC_AUDIENCE: 'https://usher.example.org',
      USHER_OIDC_ROLES_CLAIM: 'groups',
      USHER_OIDC_ROLES: 'viewer=staff',
      USHER_OIDC_SCOPE: 'openid',
    };
    const config = loadConfig(StandaloneConfig, signIn);
    expect(
      Object.keys(config)
        .filter((name) => name.startsWith('USHER_OIDC_'))
        .sort(),
    ).toEqual(Object.keys(signIn).sort());
    expect(partsConfig(config, STARTED)).toMatchObject(signIn);
  });

  it('have defaults for the rest', () => {
    expect(partsWith({})).toMatchObject({
      ...{ USHER_STATE_RETENTION_DAYS: 30, USHER_REASSIGN_TO: 'admin', USHER_SECRET_KEY: 'kept' },
      ...{ DATABASE_URL: STARTED.database, WORDPRESS_URL: 'http://w', USHER_AUDIT_SIGNING_KEY: 'signs' },
    });
  });

  it('do not start with days that are none', () => {
    expect(() => partsWith({ USHER_STATE_RETENTION_DAYS: '0' })).toThrow(
      /^USHER_STATE_RETENTION_DAYS must be a whole number of days from 1 to 3650$/,
    );
  });
});
