import { isRecord } from './answer-faults.js';
import { SiteError, type WordPressSite } from './port.js';
import { MAX_BATCH, type ConnectorAccount, type Operation, type OperationResult, type SiteStatus } from './protocol.js';
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

  async function findOne(query: { login: string } | { email: string }): Promise<ConnectorAccount | null> {
    const answer = await door.request({ method: 'GET', path: '/users', query });
    const accounts = isRecord(answer) ? answer.accounts : undefined;
    if (!Array.isArray(accounts)) throw unexpected('accounts');
    const [account] = accounts as unknown[];
    return account === undefined ? null : asAccount(account);
  }

  return {
    async status() {
      const answer = await door.request({ method: 'GET', path: '/status' });
      if (!isRecord(answer) || !isRecord(answer.plugin) || !isRecord(answer.caller)) throw unexpected('a status');
      if (answer.plugin.protocol !== 1)
        throw new SiteError(
          'misconfigured',
          'protocol',
          `The Usher connector plugin of the site speaks protocol ${String(answer.plugin.protocol)}, this Usher speaks 1: update the older one.`,
        );
      return answer as unknown as SiteStatus;
    },
    async findByScimId(scimId) {
      // The plugin's routes match no other ids.
      if (!/^[A-Za-z0-9._-]{1,128}$/.test(scimId)) return null;
      const answer = await door.request({ method: 'GET', path: `/users/${encodeURIComponent(scimId)}` });
      return answer === null ? null : asAccount(answer);
    },
    findByLogin: (login) => findOne({ login }),
    findByEmail: (email) => findOne({ email }),
    async batch(operations) {
      if (operations.length > MAX_BATCH) throw new RangeError(`at most ${MAX_BATCH} operations fit in one batch`);
      if (operations.length === 0) return [];
      const answer = await door.request({ method: 'POST', path: '/batch', body: { operations } });
      return asResults(answer, operations);
    },
    close() {
      door.close();
      return Promise.resolve();
    },
  };
}

function asAccount(value: unknown): ConnectorAccount {
  if (!isRecord(value) || typeof value.id !== 'number' || !isRecord(value.fields)) throw unexpected('an account');
  return value as unknown as ConnectorAccount;
}

/** The result of one user must never be taken for that of another. */
function asResults(answer: unknown, operations: readonly Operation[]): OperationResult[] {
  const results = isRecord(answer) ? answer.results : undefined;
  const fits =
    Array.isArray(results) &&
    results.length === operations.length &&
    operations.every((operation, i) => {
      const result: unknown = results[i];
      return isRecord(result) && result.scimId === operation.scimId && typeof result.status === 'string';
    });
  if (!fits) throw unexpected('one result for each operation');
  return results as OperationResult[];
}

function unexpected(what: string): SiteError {
  return new SiteError('transient', 'unexpected_answer', `The site answered JSON, but not ${what}.`);
}
