import { createHash } from 'node:crypto';
import { inTransaction } from '@usher/persistence';
import type { Pool, PoolClient } from 'pg';
import { chainStart, entryHash, personalHash } from '../chain/link.js';
import type { AuditEntry } from '../record/entry.js';

type Row = Omit<AuditEntry, 'occurredAt'> & {
  occurredAt: Date;
  chain: string;
  seq: number;
  salt: Buffer | null;
  personalHash: Buffer;
  hash: Buffer;
  erasedBy: string | null;
};

const ROWS = `
  SELECT id, occurred_at AS "occurredAt", connection, kind, action, status, user_name AS "userName", email, login,
    resource_id AS "resourceId", external_id AS "externalId", host(source_ip) AS "sourceIp", actor, target,
    target_id AS "targetId", detail, code, trace_id AS "traceId", changes, execution, revision::float8 AS revision,
    cause_id AS "causeId", chain, seq::float8 AS seq, salt, personal_hash AS "personalHash", hash,
    erased_by AS "erasedBy"
  FROM audit.entries ORDER BY chain, seq`;

/**
 * Walks the chains as anybody could who knows how they are made, without the code that makes tombstones. Answers what is
 * wrong, in words, at one moment: the ledger may be written meanwhile.
 */
export function faultsOfChains(pool: Pool): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<Row>(ROWS);
    const { rows: heads } = await client.query<{ chain: string; seq: number; hash: Buffer }>(
      'SELECT chain, seq::float8 AS seq, hash FROM audit.chains',
    );
    const faults: string[] = [];
    for (const head of heads) {
      const entries = rows.filter(({ chain }) => chain === head.chain);
      faults.push(...(await faultsOfChain(client, head, entries)).map((fault) => `${head.chain} ${fault}`));
    }
    return faults;
  });
}

type Head = { chain: string; seq: number; hash: Buffer };

async function faultsOfChain(client: PoolClient, head: Head, entries: Row[]): Promise<string[]> {
  const faults: string[] = [];
  const { rows: ranges } = await client.query<{ from: number; to: number; hash: Buffer; tombstone: string }>(
    `SELECT from_seq::float8 AS from, to_seq::float8 AS to, end_hash AS hash, tombstone FROM audit.removed
     WHERE chain = $1 ORDER BY from_seq`,
    [head.chain],
  );
  const { rows: erased } = await client.query<{ seq: number; now: Buffer; tombstone: string }>(
    `SELECT seq::float8 AS seq, personal_now AS now, tombstone FROM audit.erased WHERE chain = $1 ORDER BY seq`,
    [head.chain],
  );
  let [next, previous] = [1, chainStart(head.chain)];
  const pass = (until: number): void => {
    for (let range; next < until && (range = ranges.find(({ from }) => from === next));) {
      [next, previous] = [range.to + 1, range.hash];
    }
  };
  for (const row of entries) {
    pass(row.seq);
    if (row.seq !== next) faults.push(`${next} is missing before ${row.seq}`);
    const entry = { ...row, occurredAt: row.occurredAt.toISOString() };
    const hash = entryHash(previous, row.personalHash, entry, row);
    if (!hash.equals(row.hash)) faults.push(`${row.seq} isn't linked`);
    const personal = personalHash(row.salt ?? Buffer.alloc(0), entry);
    const now = erased.find(({ seq, tombstone }) => seq === row.seq && tombstone === row.erasedBy)?.now;
    if (!personal.equals(row.erasedBy === null ? row.personalHash : (now ?? Buffer.alloc(0))))
      faults.push(`${row.seq} has another personal part`);
    [next, previous] = [row.seq + 1, row.hash];
  }
  pass(head.seq + 1);
  if (next !== head.seq + 1 || !previous.equals(head.hash)) faults.push(`ends at ${next - 1}, not at ${head.seq}`);
  const answering = new Set([...ranges, ...erased].map(({ tombstone }) => tombstone));
  for (const id of answering) {
    const entry = entries.find((row) => row.id === id);
    const lines = ranges.filter((r) => r.tombstone === id).map((r) => `${r.from}-${r.to}:${r.hash.toString('hex')}`);
    const left = erased.filter((e) => e.tombstone === id).map((e) => `${e.seq}:${e.now.toString('hex')}`);
    const execution = entry?.execution as Record<string, { digest?: string } | undefined> | undefined;
    if (!entry?.action.startsWith('audit.')) faults.push(`tombstone ${id} is gone`);
    else if (lines.length > 0 && execution?.removed?.digest !== digestOf('removed', lines))
      faults.push(`${entry.action} ${entry.seq} doesn't answer for its ranges`);
    else if (left.length > 0 && execution?.erased?.digest !== digestOf('erased', left))
      faults.push(`${entry.action} ${entry.seq} doesn't answer for what was erased`);
  }
  return faults;
}

function digestOf(name: string, lines: readonly string[]): string {
  return createHash('sha256')
    .update(`usher.audit.${name}.v1\n${lines.map((line) => `${line}\n`).join('')}`)
    .digest('hex');
}
