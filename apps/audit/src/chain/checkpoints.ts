import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { append, lockLedger } from '../record/append.js';
import type { AuditEntry } from '../record/entry.js';
import { type Checkpoint, CHECKPOINT_EVERY, nextCheckpoint } from './checkpoint.js';
import type { Head } from './link.js';
import { SigningKeys } from './signing.js';

export const CHECKPOINT_COLUMNS = `chain, number::float8 AS number, seq::float8 AS seq, hash, at, tombstone, previous,
  key_id AS "keyId", signature`;

/** A checkpoint as pg reads it. */
export type CheckpointRow = Omit<Checkpoint, 'at'> & { at: Date };

export interface ChainState {
  chain: string;
  /** Those that are kept. */
  entries: number;
  head: Head;
  checkpoint: Checkpoint | null;
}

const DUE = {
  name: 'audit-checkpoints-due',
  text: `SELECT chain FROM audit.chains WHERE seq - checkpointed >= ${CHECKPOINT_EVERY}`,
};

const LAST = `SELECT ${CHECKPOINT_COLUMNS} FROM audit.checkpoints WHERE chain = $1 ORDER BY number DESC LIMIT 1`;

type ChainRow = Omit<CheckpointRow, 'at'> & { at: Date | null; entries: number; headSeq: number; headHash: Buffer };

const CHAINS = `
  SELECT last.*, c.chain, c.seq::float8 AS "headSeq", c.hash AS "headHash",
    (c.seq - coalesce((SELECT sum(to_seq - from_seq + 1) FROM audit.removed r WHERE r.chain = c.chain), 0))::float8
      AS entries
  FROM audit.chains c LEFT JOIN LATERAL (
    SELECT ${CHECKPOINT_COLUMNS} FROM audit.checkpoints k WHERE k.chain = c.chain ORDER BY number DESC LIMIT 1
  ) AS last ON true
  ORDER BY c.chain`;

const INSERT = `
  WITH chain AS (UPDATE audit.chains SET checkpointed = $3 WHERE chain = $1)
  INSERT INTO audit.checkpoints (chain, number, seq, hash, at, tombstone, previous, key_id, signature)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes the checkpoints of the chains. */
@Injectable()
export class Checkpoints {
  constructor(private readonly keys: SigningKeys) {}

  /** {@link append}, with the checkpoints that get due by it: what a verification finds long without one is at fault. */
  async append(client: PoolClient, entries: readonly AuditEntry[]): Promise<AuditEntry[]> {
    const fresh = await append(client, entries);
    if (fresh.length > 0) await this.due(client);
    return fresh;
  }

  /** For the chains that have got long since their last one. */
  private async due(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ chain: string }>(DUE);
    for (const { chain } of rows) await this.checkpoint(client, chain);
  }

  /**
   * Vouches for the chain as it stands in the caller's transaction; where nothing is new, the last checkpoint does.
   *
   * @param tombstone id of the chain's last entry when that tells of a removal, which counts for nothing without
   * @returns null for a chain without entries
   */
  async checkpoint(client: PoolClient, chain: string, tombstone: string | null = null): Promise<Checkpoint | null> {
    await lockLedger(client);
    const [head] = await headsOf(client, chain);
    if (head === undefined) return null;
    const last = await lastOf(client, chain);
    if (last?.seq === head.seq && tombstone === null) return last;
    const { seq, hash } = head;
    const made = nextCheckpoint(last, { chain, seq, hash, at: new Date().toISOString(), tombstone }, this.keys.signer);
    const { number, at, previous, keyId, signature } = made;
    await client.query(INSERT, [chain, number, seq, hash, at, tombstone, previous, keyId, signature]);
    return made;
  }

  /** Of all chains, those that have entries without a checkpoint. */
  async open(pool: Pool): Promise<string[]> {
    const text = 'SELECT chain FROM audit.chains WHERE seq > checkpointed ORDER BY chain';
    return (await pool.query<{ chain: string }>(text)).rows.map(({ chain }) => chain);
  }

  /** Where every chain stands. */
  async chains(pool: Pool): Promise<ChainState[]> {
    const { rows } = await pool.query<ChainRow>(CHAINS);
    return rows.map(({ chain, entries, headSeq, headHash, ...checkpoint }) => ({
      ...{ chain, entries, head: { seq: headSeq, hash: headHash } },
      checkpoint: checkpoint.at === null ? null : toCheckpoint({ ...checkpoint, chain, at: checkpoint.at }),
    }));
  }
}

async function headsOf(client: PoolClient, chain: string): Promise<Head[]> {
  const text = 'SELECT seq::float8 AS seq, hash FROM audit.chains WHERE chain = $1';
  return (await client.query<Head>(text, [chain])).rows;
}

async function lastOf(client: Pool | PoolClient, chain: string): Promise<Checkpoint | undefined> {
  const { rows } = await client.query<CheckpointRow>(LAST, [chain]);
  return rows[0] && toCheckpoint(rows[0]);
}

export function toCheckpoint(row: CheckpointRow): Checkpoint {
  return { ...row, at: row.at.toISOString() };
}
