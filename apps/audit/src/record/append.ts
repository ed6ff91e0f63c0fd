import type { PoolClient } from 'pg';
import { chainOf } from '../chain/canonical.js';
import { chainStart, type Head, type Link, linkTo } from '../chain/link.js';
import type { AuditEntry } from './entry.js';
import { facetsOf } from './facets.js';
import { ensurePartitions } from './partitions.js';
import { bump } from './statistics.js';
import { storable } from './storable.js';

const KNOWN = {
  name: 'audit-known-entries',
  text: `
    SELECT asked.id FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (id, at)
    CROSS JOIN LATERAL (SELECT FROM audit.entries e WHERE e.id = asked.id AND e.occurred_at = asked.at LIMIT 1) AS hit
    UNION ALL SELECT id FROM audit.cleared_ids WHERE id = ANY ($1::uuid[])`,
};

const HEADS = {
  name: 'audit-chain-heads',
  text: 'SELECT chain, seq::float8 AS seq, hash FROM audit.chains WHERE chain = ANY ($1::text[])',
};

/** One text for any number of entries, so that it is planned once: the batch travels as one JSON array. */
const INSERT = {
  name: 'audit-insert-entries',
  text: `
    INSERT INTO audit.entries (id, occurred_at, connection, kind, action, status, user_name, email, login, resource_id,
      external_id, source_ip, actor, target, target_id, detail, code, trace_id, changes, execution, revision, cause_id,
      position, chain, seq, facet, salt, personal_hash, hash)
    SELECT id, "occurredAt", connection, kind, action, status, "userName", email, login, "resourceId",
      "externalId", "sourceIp", actor, target, "targetId", detail, code, "traceId", changes,
      CASE WHEN json_typeof(execution) <> 'null' THEN execution END, revision, "causeId",
      position, chain, seq, facet, decode(salt, 'hex'), decode("personalHash", 'hex'), decode(hash, 'hex')
    FROM json_to_recordset($1::json) AS entry (
      id uuid, "occurredAt" timestamptz, connection text, kind text, action text, status text, "userName" text,
      email text, login text, "resourceId" text, "externalId" text, "sourceIp" inet, actor text, target text,
      "targetId" text, detail text, code text, "traceId" text, changes json, execution json, revision bigint,
      "causeId" uuid, position bigint, chain text, seq bigint, facet integer, salt text, "personalHash" text,
      hash text)`,
};

const ADVANCE = {
  name: 'audit-advance-heads',
  text: `
    WITH ledger AS (UPDATE audit.ledger SET position = $1)
    INSERT INTO audit.chains (chain, seq, hash) SELECT * FROM unnest($2::text[], $3::bigint[], $4::bytea[])
    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
};

/** Makes the caller's transaction the only one that changes the ledger. Answers the last position. */
export async function lockLedger(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ position: number }>({
    name: 'audit-lock-ledger',
    text: 'SELECT position::float8 AS position FROM audit.ledger FOR UPDATE',
  });
  return rows[0]?.position ?? 0;
}

/**
 * Puts entries at the end of their chains, within the caller's transaction; those that are there already, or were cleared
 * away, are left out. Answers those that were new. `Checkpoints.append` is the one to call, unless a checkpoint is
 * made anyway.
 */
export async function append(client: PoolClient, entries: readonly AuditEntry[]): Promise<AuditEntry[]> {
  const last = await lockLedger(client);
  const fresh = await freshOf(client, entries.map(storable));
  if (fresh.length === 0) return [];
  const heads = await headsOf(client, new Set(fresh.map(chainOf)));
  const facets = await facetsOf(client, fresh);
  const rows = fresh.map((entry, index) => {
    const chain = chainOf(entry);
    const link = linkTo(heads.get(chain) ?? { seq: 0, hash: chainStart(chain) }, chain, entry);
    heads.set(chain, link);
    return { ...entry, ...hexadecimal(link), facet: facets.get(entry), position: last + index + 1 };
  });
  const times = fresh.map(({ occurredAt }) => occurredAt);
  await ensurePartitions(client, times);
  await client.query({ ...INSERT, values: [JSON.stringify(rows)] });
  await bump(client, fresh);
  const ends = [...heads];
  await client.query({
    ...ADVANCE,
    values: [
      last + rows.length,
      ends.map(([chain]) => chain),
      ends.map(([, head]) => head.seq),
      ends.map(([, head]) => head.hash),
    ],
  });
  return fresh;
}

async function freshOf(client: PoolClient, entries: readonly AuditEntry[]): Promise<AuditEntry[]> {
  const asked = new Map(entries.map((entry) => [entry.id, entry]));
  const times = [...asked.values()].map(({ occurredAt }) => occurredAt);
  const { rows } = await client.query<{ id: string }>({ ...KNOWN, values: [[...asked.keys()], times] });
  for (const { id } of rows) asked.delete(id);
  return [...asked.values()];
}

/** The heads of chains that have entries. */
async function headsOf(client: PoolClient, chains: ReadonlySet<string>): Promise<Map<string, Head>> {
  const { rows } = await client.query<Head & { chain: string }>({ ...HEADS, values: [[...chains]] });
  return new Map(rows.map(({ chain, seq, hash }) => [chain, { seq, hash }]));
}

function hexadecimal(link: Link): Record<keyof Link, string | number> {
  const { chain, seq, salt, personalHash, hash } = link;
  return {
    chain,
    seq,
    salt: salt.toString('hex'),
    personalHash: personalHash.toString('hex'),
    hash: hash.toString('hex'),
  };
}
