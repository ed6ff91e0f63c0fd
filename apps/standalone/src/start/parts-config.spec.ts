import { loadConfig } from '@usher/config';
import { StandaloneConfig } from '../config.js';
import { partsConfig } from './parts-config.js';

describe('what the services get of the configuration of npm start', () => {
  it('is all of the sign-in', () => {
    const signIn = {
      USHER_OIDC_ISSUER: 'https://login.example.org',
      USHER_OIDC_CLIENT_ID: 'usher-console',
      USHER_OIDC_AUDIENCE: 'https://usher.example.org',
      USHER_OIDC_ROLES_CLAIM: 'groups',
      USHER_OIDC_ROLES: 'viewer=staff',
      USHER_OIDC_SCOPE: 'openid',
    };
    const connector = { url: 'http://localhost:8888', username: 'usher', applicationPassword: 'p' };
    const started = { database: 'postgres://', tokens: { scim: 's', operator: 'o' }, secretKey: 'k', connector };
    const config = loadConfig(StandaloneConfig, signIn);
    expect(
      Object.keys(config)
        .filter((name) => name.startsWith('USHER_OIDC_'))
        .sort(),
    ).toEqual(Object.keys(signIn).sort());
    expect(partsConfig(config, { ...started, heir: undefined })).toMatchObject(signIn);
  });
});
