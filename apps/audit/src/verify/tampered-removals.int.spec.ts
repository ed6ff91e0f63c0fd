import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction } from '@usher/persistence';
import type { PoolClient } from 'pg';
import { COMMON_CHAIN } from '../chain/canonical.js';
import {
  type ErasedEntry,
  personalNow,
  type Removal,
  type RemovedRange,
  summarizeErased,
  summarizeRemoved,
  tombstoneEntry,
} from '../chain/tombstone.js';
import { append } from '../record/append.js';
import { mixedEntries } from '../testing/ledger.js';
import { COLUMNS, tamperedLedger, type TamperedLedger } from '../testing/tampering.js';

let ledger: TamperedLedger;
beforeEach(async () => {
  ledger = await tamperedLedger();
});
afterEach(() => ledger.close());

interface Told {
  /** What the tombstone says, where that isn't what was done. */
  ranges?: RemovedRange[];
  erased?: ErasedEntry[];
  vouched?: boolean;
}

async function tell(client: PoolClient, chain: string, id: string, told: Told): Promise<void> {
  const removal: Removal = {
    ...{ id, action: 'audit.clear', at: new Date('2026-11-25T08:00:00Z'), detail: 'Cleared', actor: 'Ada' },
    ...{ connection: chain === COMMON_CHAIN ? null : chain, sourceIp: null, traceId: null },
    ...(told.ranges && { removed: summarizeRemoved(told.ranges) }),
    ...(told.erased && { erased: summarizeErased(told.erased) }),
  };
  await append(client, [tombstoneEntry(removal)]);
  if (told.vouched !== false) await ledger.checkpoints.checkpoint(client, chain, id);
}

/** Takes ranges of a chain out as the service does, unless told to be somebody else. */
async function remove(chain: string, ranges: [from: number, to: number][], told: Told = {}): Promise<string> {
  const id = randomUUID();
  await inTransaction(ledger.pool, async (client) => {
    const removed: RemovedRange[] = [];
    for (const [fromSeq, toSeq] of ranges) {
      const { rows } = await client.query<{ seq: string; hash: Buffer }>(
        'DELETE FROM audit.entries WHERE chain = $1 AND seq BETWEEN $2 AND $3 RETURNING seq, hash',
        [chain, fromSeq, toSeq],
      );
      const endHash = rows.find(({ seq }) => Number(seq) === toSeq)!.hash;
      await client.query('INSERT INTO audit.removed VALUES ($1, $2, $3, $4, $5)', [chain, fromSeq, toSeq, endHash, id]);
      removed.push({ fromSeq, toSeq, endHash });
    }
    await tell(client, chain, id, { ranges: removed, ...told });
  });
  return id;
}

/** Takes the person out of an entry as the service does. */
async function erase(chain: string, seq: number, word: string, told: Told = {}): Promise<string> {
  const id = randomUUID();
  await inTransaction(ledger.pool, async (client) => {
    const salt = randomBytes(16);
    const left = {
      userName: word,
      email: null,
      login: null,
      externalId: null,
      detail: word,
      changes: [],
      execution: null,
    };
    const now = personalNow(salt, left);
    await client.query(
      `UPDATE audit.entries SET user_name = $3, email = NULL, login = NULL, external_id = NULL, detail = $3,
         changes = '[]', execution = NULL, salt = $4, erased_by = $5 WHERE chain = $1 AND seq = $2`,
      [chain, seq, word, salt, id],
    );
    await client.query('INSERT INTO audit.erased VALUES ($1, $2, $3, $4)', [chain, seq, now, id]);
    await tell(client, chain, id, { erased: [{ seq, personalNow: now }], ...told });
  });
  return id;
}

describe('what the service took out', () => {
  it('leaves a ledger that verifies: ranges anywhere, next to each other, over checkpoints and tombstones', async () => {
    const kept = await ledger.keep();
    await remove('default', [
      [1, 3],
      [7, 7],
    ]);
    await remove('default', [
      [4, 6],
      [8, 20],
      [26, 27],
    ]);
    await remove('okta', [[1, 9]]);
    expect(await ledger.verify({ kept })).toMatchObject({
      ok: true,
      chains: [
        { removed: 0 },
        { chain: 'default', entries: 7, removed: 22 },
        { chain: 'okta', entries: 1, removed: 9 },
      ],
    });
    await ledger.append(mixedEntries(10));
    expect(await ledger.verify({ kept })).toMatchObject({ ok: true });
  });

  it('leaves a ledger that verifies: persons, one entry twice, and entries that were removed later', async () => {
    await erase('default', 5, 'erased');
    await erase('default', 9, 'erased');
    await erase('default', 5, 'erased again');
    await remove('default', [[9, 10]]);
    expect(await ledger.verify()).toMatchObject({
      ok: true,
      chains: [{}, { chain: 'default', erased: 1, removed: 2 }, {}],
    });
  });
});

describe('a removed range', () => {
  it('that no entry tells of is named', async () => {
    const [row] = await ledger.sql<{ hash: Buffer }>(
      `DELETE FROM audit.entries WHERE chain = 'default' AND seq = 7 RETURNING hash`,
    );
    await ledger.sql('INSERT INTO audit.removed VALUES ($1, 7, 7, $2, gen_random_uuid())', ['default', row!.hash]);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 7, kind: 'tombstone' });
    // An entry that is there, and tells of nothing.
    const other = await ledger.idOf('default', 20);
    await ledger.sql('UPDATE audit.removed SET tombstone = $1', [other]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 20, entryId: other, kind: 'tombstone' });
    await ledger.sql('UPDATE audit.removed SET tombstone = $1', [await ledger.idOf('default', 3)]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, kind: 'tombstone' });
  });

  it('of which the tombstone tells otherwise is found', async () => {
    const id = await remove('default', [[7, 8]], { ranges: [{ fromSeq: 7, toSeq: 7, endHash: randomBytes(32) }] });
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: id, kind: 'tombstone' });
  });

  it('that was made larger, or moved to another act, is found', async () => {
    const first = await remove('default', [[7, 8]]);
    const second = await remove('default', [[10, 11]]);
    const [row] = await ledger.sql<{ hash: Buffer }>(
      `DELETE FROM audit.entries WHERE chain = 'default' AND seq = 9 RETURNING hash`,
    );
    await ledger.sql('UPDATE audit.removed SET to_seq = 9, end_hash = $1 WHERE tombstone = $2', [row!.hash, first]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: first, kind: 'tombstone' });
    await ledger.sql('UPDATE audit.removed SET tombstone = $1', [second]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 29, entryId: second, kind: 'tombstone' });
  });

  it('that overlaps another, or what is there, is found', async () => {
    const id = await remove('default', [[7, 9]]);
    await ledger.sql('UPDATE audit.removed SET from_seq = 6 WHERE tombstone = $1', [id]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 6, kind: 'added' });
    await ledger.sql('UPDATE audit.removed SET from_seq = 8 WHERE tombstone = $1', [id]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, kind: 'missing' });
  });

  it('with a tombstone that somebody put at the end of the chain, hashes and all, is found: no signature vouches for it', async () => {
    const id = await remove('default', [[7, 8]], { vouched: false });
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: id, kind: 'tombstone' });
    // Nor does the checkpoint that the service makes next.
    await ledger.append(mixedEntries(5));
    await ledger.checkpoint();
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: id, kind: 'tombstone' });
  });

  it('whose entries were put back, but not all of them as they were, is found', async () => {
    await ledger.sql('CREATE TABLE before AS SELECT * FROM audit.entries');
    await remove('default', [[7, 8]]);
    await ledger.sql(
      `INSERT INTO audit.entries (${COLUMNS}) SELECT ${COLUMNS} FROM before WHERE chain = 'default' AND seq = 7`,
    );
    const id = await ledger.idOf('default', 7);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, entryId: id, kind: 'added' });
    await ledger.sql('DELETE FROM audit.removed');
    expect((await ledger.verify()).fault).toMatchObject({ seq: 8, kind: 'missing' });
  });
});

describe('an entry that a person was taken out of', () => {
  it('by somebody else is named', async () => {
    await ledger.sql(`UPDATE audit.entries SET user_name = NULL, salt = NULL WHERE chain = 'default' AND seq = 7`);
    expect((await ledger.verify()).fault).toMatchObject({
      seq: 7,
      entryId: await ledger.idOf('default', 7),
      kind: 'changed',
    });
  });

  it('by somebody else, as if by the service, is named', async () => {
    const id = randomUUID();
    const row = await ledger.idOf('default', 7);
    await ledger.sql(`UPDATE audit.entries SET salt = NULL, erased_by = $1 WHERE id = $2`, [id, row]);
    await ledger.sql('INSERT INTO audit.erased VALUES ($1, 7, $2, $3)', ['default', randomBytes(32), id]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, entryId: row, kind: 'changed' });
  });

  it('and put back, with its salt too, is named', async () => {
    await ledger.sql('CREATE TABLE before AS SELECT * FROM audit.entries');
    const row = await ledger.idOf('default', 7);
    await erase('default', 7, 'erased');
    await ledger.sql(
      `UPDATE audit.entries e SET (salt, user_name, email, login, external_id, detail, changes, execution) =
         (b.salt, b.user_name, b.email, b.login, b.external_id, b.detail, b.changes, b.execution)
       FROM before b WHERE b.id = e.id AND e.id = $1`,
      [row],
    );
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, entryId: row, kind: 'changed' });
    await ledger.sql('UPDATE audit.entries SET erased_by = NULL WHERE id = $1', [row]);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, entryId: row, kind: 'changed' });
  });

  it('is named when it says something else again', async () => {
    await erase('default', 7, 'erased');
    await ledger.sql(`UPDATE audit.entries SET detail = 'Harmless' WHERE chain = 'default' AND seq = 7`);
    expect((await ledger.verify()).fault).toMatchObject({ seq: 7, kind: 'changed' });
  });

  it('is found when the tombstone tells otherwise', async () => {
    const id = await erase('default', 7, 'erased', { erased: [{ seq: 7, personalNow: randomBytes(32) }] });
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: id, kind: 'tombstone' });
  });

  it('twice can’t be set back to what the first act left', async () => {
    const first = await erase('default', 7, 'erased');
    await ledger.sql('CREATE TABLE before AS SELECT * FROM audit.entries');
    await erase('default', 7, 'erased again');
    expect(await ledger.verify()).toMatchObject({ ok: true });
    await ledger.sql(
      `UPDATE audit.entries e SET (salt, user_name, detail, erased_by) = (b.salt, b.user_name, b.detail, b.erased_by)
       FROM before b WHERE b.id = e.id AND e.chain = 'default' AND e.seq = 7`,
    );
    expect((await ledger.verify()).fault).toMatchObject({ seq: 28, entryId: first, kind: 'tombstone' });
  });
});

it('a tombstone that was taken out is missed like any other entry', async () => {
  await remove('default', [[7, 8]]);
  await ledger.append(mixedEntries(5));
  await ledger.sql(`DELETE FROM audit.entries WHERE chain = 'default' AND action = 'audit.clear'`);
  expect((await ledger.verify()).fault).toMatchObject({ seq: 28, kind: 'missing' });
});
