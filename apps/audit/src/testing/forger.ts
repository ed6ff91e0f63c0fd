import type { Pool } from 'pg';
import { canonicalPersonalText } from '../chain/canonical.js';
import { type Checkpoint, nextCheckpoint } from '../chain/checkpoint.js';
import { chainStart, entryHash, personalTextHash } from '../chain/link.js';
import type { Signer } from '../chain/signing.js';
import { LedgerSnapshot } from '../verify/ledger-snapshot.js';
import type { StoredEntry } from '../verify/stored.js';

/** Makes every hash of a chain fit again, as somebody who has the database and the source could. */
export async function rehash(pool: Pool, chain: string): Promise<void> {
  let hash = chainStart(chain);
  for (const row of await entriesOf(pool, chain)) {
    const canonical = canonicalPersonalText(row.words, row.changes, row.execution);
    const personal = personalTextHash(row.salt ?? Buffer.alloc(0), canonical);
    hash = entryHash(hash, personal, row.facts, { chain, seq: row.seq });
    await pool.query('UPDATE audit.entries SET personal_hash = $2, hash = $3 WHERE id = $1', [
      ...[row.facts.id, personal, hash],
    ]);
  }
  await pool.query('UPDATE audit.chains SET hash = $2 WHERE chain = $1', [chain, hash]);
}

/** Makes the checkpoints fit the chain again, with a key or without. */
export async function recheckpoint(pool: Pool, chain: string, signer: Signer | null): Promise<void> {
  const { rows } = await pool.query<{ number: number; seq: number; at: Date; tombstone: string | null; hash: Buffer }>(
    `SELECT k.number::int AS number, k.seq::int AS seq, k.at, k.tombstone, e.hash FROM audit.checkpoints k
     JOIN audit.entries e ON e.chain = k.chain AND e.seq = k.seq WHERE k.chain = $1 ORDER BY number`,
    [chain],
  );
  let last: Checkpoint | undefined;
  for (const { seq, at, tombstone, hash } of rows) {
    last = nextCheckpoint(last, { chain, seq, hash, at: at.toISOString(), tombstone }, signer);
    const { number, previous, keyId, signature } = last;
    await pool.query(
      `UPDATE audit.checkpoints SET hash = $3, previous = $4, key_id = $5, signature = $6 WHERE chain = $1 AND number = $2`,
      [chain, number, hash, previous, keyId, signature],
    );
  }
}

async function entriesOf(pool: Pool, chain: string): Promise<StoredEntry[]> {
  const snapshot = await LedgerSnapshot.open(pool);
  try {
    const rows = await snapshot.rows(chain, []);
    return [...(await rows.entries())];
  } finally {
    await snapshot.close();
  }
}
