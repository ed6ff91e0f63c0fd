import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction, openDatabase, poolOf } from '@usher/persistence';
import { testDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { Checkpoints } from '../chain/checkpoints.js';
import { Signer, SigningKeys } from '../chain/signing.js';
import { Entries1764000000000 } from '../migrations/entries-1764000000000.js';
import { Ledger1764400000000 } from '../migrations/ledger-1764400000000.js';
import type { AuditEntry } from '../record/entry.js';
import { operationEntry, outcomeEntry, requestEntry } from '../record/from-event.js';
import { operationEvent, outcomeEvent, userEvent } from './events.js';

/** A ledger in a database of its own, as the service writes it. */
export interface TestLedger {
  url: string;
  pool: Pool;
  keys: SigningKeys;
  checkpoints: Checkpoints;
  /** In one transaction. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  /** Of every chain. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

export async function testLedger(keys = new SigningKeys(new Signer(randomBytes(32)))): Promise<TestLedger> {
  const temporary = await testDatabase();
  const migrations = [Entries1764000000000, Ledger1764400000000];
  const database = await openDatabase({ url: temporary.url, schema: 'audit', migrations, poolSize: 4 });
  const pool = poolOf(database);
  const checkpoints = new Checkpoints(keys);
  return {
    ...{ url: temporary.url, pool, keys, checkpoints },
    append: async (entries) => {
      await inTransaction(pool, (client) => checkpoints.append(client, entries));
    },
    async checkpoint() {
      for (const chain of await checkpoints.open(pool))
        await inTransaction(pool, (client) => checkpoints.checkpoint(client, chain));
    },
    async close() {
      await database.destroy();
      await temporary.drop();
    },
  };
}

/** Entries of every kind, of two connections and of none, with something in each of their fields. */
export function mixedEntries(count: number, start = '2026-10-31T23:00:00.000Z'): AuditEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(Date.parse(start) + index * 60_000).toISOString();
    const connection = index % 4 === 3 ? 'okta' : 'default';
    const attributes = { emails: [{ value: `person${index}@example.com`, primary: true }] };
    const changes = [{ path: 'name.givenName', before: `Ada ${index}`, after: { nested: ['É', index] } }];
    switch (index % 5) {
      case 0:
        return operationEntry({ ...operationEvent({ connection: null }), time });
      case 1:
      case 2: {
        const event = { ...outcomeEvent('outcome.succeeded', { connection, changes, code: 'c' }), time };
        return { ...outcomeEntry(event), email: `o${index}@example.com`, execution: { askedAt: time, attempts: 1 } };
      }
      default: {
        const event = userEvent('user.updated', { user: { userName: `person${index}`, attributes }, changes });
        return requestEntry({ ...event, time, data: { ...event.data, connection }, id: randomUUID() });
      }
    }
  });
}
