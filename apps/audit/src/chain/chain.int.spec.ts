import { poolOf, inTransaction, openDatabase } from '@usher/persistence';
import { testDatabase, type TestDatabase } from '@usher/testing';
import type { DataSource } from 'typeorm';
import { Entries1764000000000 } from '../migrations/entries-1764000000000.js';
import { Ledger1764400000000 } from '../migrations/ledger-1764400000000.js';
import { append } from '../record/append.js';
import { operationEntry, requestEntry } from '../record/from-event.js';
import { takeOver } from '../record/take-over.js';
import { operationEvent, userEvent } from '../testing/events.js';
import { Checkpoints } from './checkpoints.js';
import { SigningKeys } from './signing.js';

let temporary: TestDatabase;

const open = (...migrations: (typeof Entries1764000000000 | typeof Ledger1764400000000)[]): Promise<DataSource> =>
  openDatabase({ url: temporary.url, schema: 'audit', migrations, poolSize: 4 });

interface Row {
  id: string;
  chain: string;
  seq: number;
  position: number;
}

async function rows(database: DataSource): Promise<Row[]> {
  const text = `SELECT id, chain, seq::int AS seq, position::int AS position FROM audit.entries ORDER BY position`;
  return (await poolOf(database).query<Row>(text)).rows;
}

beforeEach(async () => {
  temporary = await testDatabase();
});

afterEach(() => temporary.drop());

describe('the ledger', () => {
  it('numbers entries without gaps, over all and in each chain, however many write at once and repeat', async () => {
    const database = await open(Entries1764000000000, Ledger1764400000000);
    const entries = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? operationEntry(operationEvent({ connection: null }))
        : requestEntry(userEvent('user.created', { user: { revision: i } })),
    );
    const batches = Array.from({ length: 12 }, (_, i) => entries.slice(i * 5, i * 5 + 10));
    await Promise.all(batches.map((batch) => inTransaction(poolOf(database), (client) => append(client, batch))));
    const found = await rows(database);
    expect(found.map(({ position }) => position)).toEqual(entries.map((_, i) => i + 1));
    for (const [chain, length] of [
      ['-', 20],
      ['default', 40],
    ] as const) {
      const seqs = found.filter((row) => row.chain === chain).map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length }, (_, i) => i + 1));
    }
    expect(new Set(found.map(({ id }) => id)).size).toBe(60);
    await database.destroy();
  });

  it('keeps each month in a partition of its own, made when the first entry of it comes', async () => {
    const database = await open(Entries1764000000000, Ledger1764400000000);
    const at = (time: string) => requestEntry({ ...userEvent('user.created'), time });
    const times = ['2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00Z', '2027-01-05T10:00:00Z'];
    await inTransaction(poolOf(database), (client) => append(client, times.map(at)));
    const { rows: parts } = await poolOf(database).query<{ part: string }>(
      `SELECT DISTINCT tableoid::regclass::text AS part FROM audit.entries ORDER BY 1`,
    );
    expect(parts.map(({ part }) => part)).toEqual([
      'audit.entries_2026_10',
      'audit.entries_2026_11',
      'audit.entries_2027_01',
    ]);
    await database.destroy();
  });

  it('takes over what was recorded before there was a ledger, once', async () => {
    const old = await open(Entries1764000000000);
    await poolOf(old).query(`
      INSERT INTO audit.entries (id, occurred_at, connection, kind, action, status, detail, changes)
      SELECT gen_random_uuid(), now() - n * interval '1 day', 'default', 'request', 'update', 'accepted', 'x', '[]'
      FROM generate_series(1, 1234) AS n`);
    await old.destroy();
    const database = await open(Entries1764000000000, Ledger1764400000000);
    await Promise.all([
      ...[1, 2].map(() => takeOver(database, new Checkpoints(new SigningKeys(null)), () => undefined)),
    ]);
    const found = await rows(database);
    expect(found).toHaveLength(1234);
    expect(found.at(-1)).toMatchObject({ chain: 'default', seq: 1234 });
    await database.destroy();
  });
});
