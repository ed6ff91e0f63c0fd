import type { WithMeta, WordPressSite } from './port.js';
import { asAccount, asAccounts, asMatch, asPage, asResults, asSettings, asStatus } from './answers.js';
import { MAX_BATCH, MAX_PAGE, type ConnectorAccount } from './protocol.js';
import { RestDoor } from './rest-door.js';
import type { WordPressSiteOptions } from './site-options.js';

/**
 * A site with the connector plugin over HTTP. Connects at the first call; finds out by itself whether the site has
 * pretty permalinks and whether its host strips the Authorization header.
 *
 * @throws TypeError for an address that is none
 */
export function createWordPressSite(options: WordPressSiteOptions): WordPressSite {
  const door = new RestDoor(options);

  async function findOne(query: Record<string, string>, options?: WithMeta): Promise<ConnectorAccount | null> {
    const request = { method: 'GET', path: '/users', query: { ...query, ...metaQuery(options) } } as const;
    const [account] = asAccounts(await door.request(request));
    return account ?? null;
  }

  return {
    async status() {
      return asStatus(await door.request({ method: 'GET', path: '/status' }));
    },
    credentialsIn: () => door.credentialsIn(),
    async findByScimId(scimId, options) {
      // The plugin's routes match no other ids.
      if (!/^[A-Za-z0-9._-]{1,128}$/.test(scimId)) return null;
      const path = `/users/${encodeURIComponent(scimId)}`;
      const answer = await door.request({ method: 'GET', path, query: metaQuery(options) });
      return answer === null ? null : asAccount(answer);
    },
    findByLogin: (login, options) => findOne({ login }, options),
    findByEmail: (email, options) => findOne({ email }, options),
    async match(scimId, keys, options) {
      const body = { scimId, match: keys, succeeds: options?.succeeds };
      return asMatch(await door.request({ method: 'POST', path: '/match', query: metaQuery(options), body }));
    },
    async accounts({ after = 0, limit = MAX_PAGE, ...options } = {}) {
      const query = { after: String(after), limit: String(limit), ...metaQuery(options) };
      return asPage(await door.request({ method: 'GET', path: '/accounts', query }));
    },
    async saveSettings(settings) {
      return asSettings(await door.request({ method: 'PUT', path: '/settings', body: settings }));
    },
    async batch(operations) {
      if (operations.length > MAX_BATCH) throw new RangeError(`at most ${MAX_BATCH} operations fit in one batch`);
      if (operations.length === 0) return [];
      return asResults(await door.request({ method: 'POST', path: '/batch', body: { operations } }), operations);
    },
    close() {
      door.close();
      return Promise.resolve();
    },
  };
}

function metaQuery({ meta }: WithMeta = {}): Record<string, string> {
  return meta === undefined || meta.length === 0 ? {} : { meta: meta.join(',') };
}
