import type { Pool, PoolClient } from 'pg';
import type { FactsPart, PersonalPart } from '../chain/canonical.js';
import { CHECKPOINT_COLUMNS, type CheckpointRow, toCheckpoint } from '../chain/checkpoints.js';
import type { Head } from '../chain/link.js';
import type { Facet } from '../record/facets.js';
import type { KeptCheckpoint } from './report.js';
import type { StoredEntry, StoredErasure, StoredRange } from './stored.js';
import type { Batches, ChainRows } from './walk-rows.js';

const BATCH = 500;

/** JSON comes as it stands: parsing it is the dearest part of a million entries. */
const ENTRIES = `
  SELECT seq::float8 AS seq, position::float8 AS position, id, (extract(epoch FROM occurred_at) * 1000)::float8 AS "occurredAt", connection, kind, action, status,
    resource_id AS "resourceId", source_ip AS "sourceIp", actor, target, target_id AS "targetId", code,
    trace_id AS "traceId", revision::float8 AS revision, cause_id AS "causeId", user_name AS "userName", email, login,
    external_id AS "externalId", detail, changes::text AS changes, execution::text AS execution, salt,
    personal_hash AS "personalHash", hash, erased_by AS "erasedBy", facet
  FROM audit.entries WHERE chain = $chain ORDER BY seq, id`;

const RANGES = `
  SELECT from_seq::float8 AS "fromSeq", to_seq::float8 AS "toSeq", end_hash AS "endHash", tombstone
  FROM audit.removed WHERE chain = $chain ORDER BY from_seq`;

const ERASURES = `
  SELECT seq::float8 AS seq, personal_now AS "personalNow", tombstone
  FROM audit.erased WHERE chain = $chain ORDER BY seq, tombstone`;

const CHECKPOINTS = `SELECT ${CHECKPOINT_COLUMNS} FROM audit.checkpoints WHERE chain = $chain ORDER BY number`;

const FACETS = 'SELECT id, connection, kind, action, status, target, target_id AS "targetId", actor FROM audit.facets';

/** Every chain that any table has a word of; of the entries, by hopping through the index. */
const CHAINS = `
  WITH RECURSIVE found AS (
    SELECT min(chain) AS chain FROM audit.entries
    UNION ALL
    SELECT (SELECT min(chain) FROM audit.entries e WHERE e.chain > found.chain) FROM found WHERE chain IS NOT NULL
  )
  SELECT chain FROM found WHERE chain IS NOT NULL
  UNION SELECT chain FROM audit.chains UNION SELECT chain FROM audit.removed
  UNION SELECT chain FROM audit.erased UNION SELECT chain FROM audit.checkpoints
  ORDER BY chain`;

interface EntryRow extends Omit<FactsPart, 'occurredAt'>, Omit<PersonalPart, 'changes' | 'execution'> {
  seq: number;
  position: number;
  /** Milliseconds since 1970. */
  occurredAt: number;
  changes: string;
  execution: string | null;
  salt: Buffer | null;
  personalHash: Buffer;
  hash: Buffer;
  erasedBy: string | null;
  facet: number;
}

/** The ledger as it is at one moment, whatever is recorded meanwhile. */
export class LedgerSnapshot {
  private constructor(
    private readonly client: PoolClient,
    private readonly facets: ReadonlyMap<number, Facet>,
  ) {}

  /** Reads within the work; a connection is held until it ends. */
  static async open(pool: Pool): Promise<LedgerSnapshot> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // Before the snapshot is taken: a month that is dropped afterwards would be missing without a word of it.
      await client.query('LOCK TABLE audit.entries IN ACCESS SHARE MODE');
      const { rows } = await client.query<Facet & { id: number }>(FACETS);
      return new LedgerSnapshot(client, new Map(rows.map((facet) => [facet.id, facet])));
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    const failed = await this.client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    this.client.release(failed);
  }

  async chains(): Promise<string[]> {
    return (await this.client.query<{ chain: string }>(CHAINS)).rows.map(({ chain }) => chain);
  }

  /** One chain at a time: its batches are read while the next chain isn't begun. */
  async rows(chain: string, kept: readonly KeptCheckpoint[]): Promise<ChainRows> {
    const { rows } = await this.client.query<Head>(
      'SELECT seq::float8 AS seq, hash FROM audit.chains WHERE chain = $1',
      [chain],
    );
    await this.client.query('CLOSE ALL');
    const entries = await this.batches<EntryRow>('entries', ENTRIES, chain);
    const ranges = await this.batches<StoredRange>('ranges', RANGES, chain);
    const erasures = await this.batches<StoredErasure>('erasures', ERASURES, chain);
    const checkpoints = await this.batches<CheckpointRow>('checkpoints', CHECKPOINTS, chain);
    return {
      ...{ chain, kept, head: rows[0], ranges, erasures },
      entries: async () => (await entries()).map((row) => toStored(row, this.facets.get(row.facet))),
      checkpoints: async () => (await checkpoints()).map(toCheckpoint),
    };
  }

  private async batches<Row extends object>(name: string, sql: string, chain: string): Promise<Batches<Row>> {
    const literal = this.client.escapeLiteral(chain);
    await this.client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql.replace('$chain', () => literal)}`);
    return async () => (await this.client.query<Row>(`FETCH ${BATCH} FROM ${name}`)).rows;
  }
}

function toStored(row: EntryRow, facet: Facet | undefined): StoredEntry {
  const { seq, position, salt, personalHash, hash, erasedBy, changes, execution, occurredAt } = row;
  return {
    ...{ seq, position, salt, personalHash, hash, erasedBy, changes, execution: execution ?? 'null', facet },
    facts: Object.assign(row, { occurredAt: timeText(occurredAt) }),
    words: row,
  };
}

/** Whoever can write to the database can write a time that is none (`infinity`). */
function timeText(milliseconds: number): string {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? String(milliseconds) : time.toISOString();
}
