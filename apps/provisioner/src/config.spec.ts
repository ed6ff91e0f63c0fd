import { loadConfig } from '@usher/config';
import { ProvisionerConfig } from './config.js';

const BASE = { DATABASE_URL: 'postgres://u:p@h:5432/d', USHER_OPERATOR_TOKEN: 'a-token-of-the-operators' };
const SITE = { WORDPRESS_URL: 'https://x.org', WORDPRESS_USERNAME: 'usher', WORDPRESS_APPLICATION_PASSWORD: 'abcd' };
const USHER_SECRET_KEY = '0123456789abcdef'.repeat(4);

const load = (environment: Record<string, string>) => loadConfig(ProvisionerConfig, { ...BASE, ...environment });

describe('the configuration of the provisioner', () => {
  it('needs a site, or a key to keep the credentials of sites with, or has both', () => {
    expect(load(SITE)).toMatchObject(SITE);
    expect(load({ USHER_SECRET_KEY })).toMatchObject({ USHER_SECRET_KEY });
    expect(load({ ...SITE, USHER_SECRET_KEY })).toMatchObject({ ...SITE, USHER_SECRET_KEY });
    expect(() => load({})).toThrow(/^WORDPRESS_URL must [^\n]*\nWORDPRESS_USERNAME must [^\n]*\nWORDPRESS_APPL[^\n]*$/);
  });

  it('needs the whole of a site', () => {
    const { WORDPRESS_URL } = SITE;
    expect(() => load({ USHER_SECRET_KEY, WORDPRESS_URL })).toThrow(/^WORDPRESS_USERNAME must [^\n]*\nWORDPRESS_APPL/);
  });

  it('refuses a key that is none', () => {
    expect(() => load({ ...SITE, USHER_SECRET_KEY: 'hunter2' })).toThrow(/^USHER_SECRET_KEY must be 32 random bytes/);
    const previous = { USHER_SECRET_KEY, USHER_SECRET_KEY_PREVIOUS: 'hunter1' };
    expect(() => load(previous)).toThrow(/^USHER_SECRET_KEY_PREVIOUS must be 32 random bytes/);
  });
});
