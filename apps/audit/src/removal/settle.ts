import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { COMMON_CHAIN } from '../chain/canonical.js';
import type { Checkpoints } from '../chain/checkpoints.js';
import {
  type ErasedEntry,
  type RemovedRange,
  type TombstoneAction,
  summarizeErased,
  summarizeRemoved,
  tombstoneEntry,
} from '../chain/tombstone.js';
import { append } from '../record/append.js';
import { lowerKept, type Counted } from '../record/statistics.js';
import { joined, rangesOf } from './ranges.js';

/** Who takes entries out, and in what words it is told of. */
export interface Act {
  action: TombstoneAction;
  actor: string | null;
  sourceIp: string | null;
  traceId: string | null;
  /** SCIM id of the person that an erasure is about. */
  resourceId?: string | null;
  /** Id of the entry that says what was asked for and why. */
  causeId?: string | null;
  /** In plain words, of so many entries of one chain. */
  detailOf(entries: number): string;
}

/** What a run has done in one chain so far, and the tombstone that answers for it. */
export interface ChainRun {
  chain: string;
  entries: number;
  tombstone: string | null;
  /** Ranges and erased entries that it answers for. */
  answered: number;
}

export const runIn = (chain: string): ChainRun => ({ chain, entries: 0, tombstone: null, answered: 0 });

/** What is gone already, within the transaction that settles it. */
export interface Taken {
  ranges: readonly RemovedRange[];
  /** How many of them count as what the act was about. */
  entries: number;
  /** Ids of the tombstones among them: what they answered for must be answered for by the new one. */
  tombstones: readonly string[];
  /** Entries whose personal part is another now. */
  erased?: readonly ErasedEntry[];
}

/** What a removal needs all along. */
export interface Settling {
  act: Act;
  /** A tombstone counts for nothing until one vouches for it. */
  checkpoints: Checkpoints;
  now(): Date;
}

/** A tombstone that answers for more stays as it is: moving it along would cost more than a second one. */
const MOVABLE = 10_000;

/** What is needed of an entry that is deleted. */
export interface TakenRow extends Counted {
  id: string;
  seq: number;
  hash: Buffer;
}

export const TAKEN_COLUMNS = `e.id, e.seq::float8 AS seq, e.hash, e.occurred_at AS "occurredAt", e.connection, e.kind,
  e.action, e.status, e.target_id AS "targetId"`;

/**
 * Puts a tombstone at the end of the chain for what was taken out. It takes the place of the run's last tombstone and of
 * those that were taken out themselves, so that each gap stays answered for by an entry that is there. Everything in the
 * caller's transaction, which has the ledger's lock.
 */
export async function settle(
  client: PoolClient,
  run: ChainRun,
  taken: Taken,
  { act, checkpoints, now }: Settling,
): Promise<ChainRun> {
  const { chain } = run;
  const at = now();
  const replaced = [...taken.tombstones];
  const fresh = [...taken.ranges];
  if (run.tombstone !== null && run.answered <= MOVABLE) {
    fresh.push(...(await takeTombstone(client, run.tombstone)));
    replaced.push(run.tombstone);
  }
  const ranges = joined([...fresh, ...(await takeRanges(client, replaced))]);
  const erased = bySeq([...(await takeErased(client, chain, replaced)), ...(taken.erased ?? [])]);
  const id = randomUUID();
  const entries = run.entries + taken.entries;
  const { action, actor, sourceIp, traceId } = act;
  await insertRanges(client, chain, id, ranges);
  await insertErased(client, chain, id, erased);
  await append(client, [
    tombstoneEntry({
      ...{ id, action, at, actor, sourceIp, traceId, detail: act.detailOf(entries) },
      connection: chain === COMMON_CHAIN ? null : chain,
      ...{ resourceId: act.resourceId ?? null, causeId: act.causeId ?? null },
      ...(ranges.length > 0 && { removed: summarizeRemoved(ranges) }),
      ...(erased.length > 0 && { erased: summarizeErased(erased) }),
    }),
  ]);
  await checkpoints.checkpoint(client, chain, id);
  return { chain, entries, tombstone: id, answered: ranges.length + erased.length };
}

/** The newest erasure of an entry is what it is now; the run's own comes last. */
function bySeq(erased: readonly ErasedEntry[]): ErasedEntry[] {
  return [...new Map(erased.map((entry) => [entry.seq, entry])).values()].sort((a, b) => a.seq - b.seq);
}

async function takeTombstone(client: PoolClient, id: string): Promise<RemovedRange[]> {
  const text = `DELETE FROM audit.entries e WHERE id = $1 RETURNING ${TAKEN_COLUMNS}`;
  const { rows } = await client.query<TakenRow>(text, [id]);
  await lowerKept(client, rows);
  return rangesOf(rows);
}

async function takeRanges(client: PoolClient, tombstones: readonly string[]): Promise<RemovedRange[]> {
  if (tombstones.length === 0) return [];
  const text = `
    DELETE FROM audit.removed WHERE tombstone = ANY ($1::uuid[])
    RETURNING from_seq::float8 AS "fromSeq", to_seq::float8 AS "toSeq", end_hash AS "endHash"`;
  return (await client.query<RemovedRange>(text, [tombstones])).rows;
}

/** The erasures that still show in an entry; those of entries that are gone, or were erased again, are over. */
async function takeErased(client: PoolClient, chain: string, tombstones: readonly string[]): Promise<ErasedEntry[]> {
  if (tombstones.length === 0) return [];
  const text = `
    WITH gone AS (DELETE FROM audit.erased WHERE chain = $1 AND tombstone = ANY ($2::uuid[])
      RETURNING seq, personal_now, tombstone)
    SELECT gone.seq::float8 AS seq, personal_now AS "personalNow" FROM gone
    JOIN audit.entries e ON e.chain = $1 AND e.seq = gone.seq AND e.erased_by = gone.tombstone ORDER BY gone.seq`;
  return (await client.query<ErasedEntry>(text, [chain, tombstones])).rows;
}

async function insertRanges(
  client: PoolClient,
  chain: string,
  tombstone: string,
  ranges: readonly RemovedRange[],
): Promise<void> {
  if (ranges.length === 0) return;
  const text = `
    INSERT INTO audit.removed (chain, from_seq, to_seq, end_hash, tombstone)
    SELECT $1, f, t, h, $2 FROM unnest($3::bigint[], $4::bigint[], $5::bytea[]) AS range (f, t, h)`;
  const columns = [ranges.map((r) => r.fromSeq), ranges.map((r) => r.toSeq), ranges.map((r) => r.endHash)];
  await client.query(text, [chain, tombstone, ...columns]);
}

async function insertErased(
  client: PoolClient,
  chain: string,
  tombstone: string,
  erased: readonly ErasedEntry[],
): Promise<void> {
  if (erased.length === 0) return;
  const text = `
    WITH told AS (
      INSERT INTO audit.erased (chain, seq, personal_now, tombstone)
      SELECT $1, s, p, $2 FROM unnest($3::bigint[], $4::bytea[]) AS entry (s, p) RETURNING seq)
    UPDATE audit.entries e SET erased_by = $2 FROM told WHERE e.chain = $1 AND e.seq = told.seq`;
  await client.query(text, [chain, tombstone, erased.map(({ seq }) => seq), erased.map((e) => e.personalNow)]);
}
