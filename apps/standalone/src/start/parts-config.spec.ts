import { loadConfig } from '@usher/config';
import { StandaloneConfig } from '../config.js';
import { partsConfig } from './parts-config.js';

const STARTED = {
  database: 'postgres://u:p@h:5432/d',
  tokens: { scim: 'scim', operator: 'operator' },
  secretKey: 'kept',
  connector: { url: 'http://w', username: 'usher', applicationPassword: 'p' },
  heir: 'admin',
};

const partsWith = (environment: Record<string, string>) =>
  partsConfig(loadConfig(StandaloneConfig, environment), STARTED);

describe('the services of npm start', () => {
  it('get what is set for them', () => {
    const previous = '0123456789abcdef'.repeat(4);
    const given = partsWith({
      ...{ USHER_STATE_RETENTION_DAYS: '7', USHER_SECRET_KEY_PREVIOUS: previous },
      ...{ USHER_SCIM_RATE_LIMIT: '5', USHER_REASSIGN_TO: 'archive', USHER_TRUSTED_PROXIES: '2' },
    });
    expect(given).toMatchObject({
      ...{ USHER_STATE_RETENTION_DAYS: 7, USHER_SECRET_KEY_PREVIOUS: previous },
      ...{ USHER_SCIM_RATE_LIMIT: 5, USHER_REASSIGN_TO: 'archive', USHER_TRUSTED_PROXIES: 2 },
    });
  });

  it('have defaults for the rest', () => {
    expect(partsWith({})).toMatchObject({
      ...{ USHER_STATE_RETENTION_DAYS: 30, USHER_REASSIGN_TO: 'admin', USHER_SECRET_KEY: 'kept' },
      ...{ DATABASE_URL: STARTED.database, WORDPRESS_URL: 'http://w' },
    });
  });

  it('do not start with days that are none', () => {
    expect(() => partsWith({ USHER_STATE_RETENTION_DAYS: '0' })).toThrow(
      /^USHER_STATE_RETENTION_DAYS must be a whole number of days from 1 to 3650$/,
    );
  });
});
