import type { PoolClient } from 'pg';
import type { AuditEntry } from './entry.js';
import { bucketOf } from './time-buckets.js';

const BUMP = {
  name: 'audit-bump-statistics',
  text: `
    INSERT INTO audit.statistics AS s (hour, connection, kind, action, status, target_id, recorded, kept)
    SELECT hour, connection, kind, action, status, "targetId", entries, entries
    FROM json_to_recordset($1::json) AS given (hour timestamptz, connection text, kind text, action text, status text,
      "targetId" text, entries bigint)
    ON CONFLICT (hour, connection, kind, action, status, target_id)
    DO UPDATE SET recorded = s.recorded + excluded.recorded, kept = s.kept + excluded.kept`,
};

const BUMP_TIMES = {
  name: 'audit-bump-times',
  text: `
    INSERT INTO audit.times_to_site AS t (hour, connection, target_id, bucket, outcomes)
    SELECT hour, connection, "targetId", bucket, entries
    FROM json_to_recordset($1::json) AS given (hour timestamptz, connection text, "targetId" text, bucket smallint,
      entries bigint)
    ON CONFLICT (hour, connection, target_id, bucket) DO UPDATE SET outcomes = t.outcomes + excluded.outcomes`,
};

const LOWER = {
  name: 'audit-lower-statistics',
  text: `
    UPDATE audit.statistics AS s SET kept = s.kept - entries
    FROM json_to_recordset($1::json) AS given (hour timestamptz, connection text, kind text, action text, status text,
      "targetId" text, entries bigint)
    WHERE s.hour = given.hour AND s.connection = given.connection AND s.kind = given.kind AND s.action = given.action
      AND s.status = given.status AND s.target_id = given."targetId"`,
};

/** Milliseconds from the request to what came of it in the site; null where there is no such time. */
export function timeToSite(entry: AuditEntry): number | null {
  const { execution, status } = entry;
  if (status !== 'succeeded' || execution === null || typeof execution !== 'object' || Array.isArray(execution))
    return null;
  const { askedAt, answeredAt } = execution;
  if (typeof askedAt !== 'string' || typeof answeredAt !== 'string') return null;
  const milliseconds = Date.parse(answeredAt) - Date.parse(askedAt);
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}

/** Counts entries by the hour; the charts and the totals read that instead of millions of entries. */
export async function bump(client: PoolClient, entries: readonly AuditEntry[]): Promise<void> {
  const counts = tally(entries, ({ kind, action, status, ...entry }) => ({ ...placeOf(entry), kind, action, status }));
  await client.query({ ...BUMP, values: [JSON.stringify(counts)] });
  const timed = entries.flatMap((entry) => {
    const milliseconds = timeToSite(entry);
    return milliseconds === null ? [] : [{ ...placeOf(entry), bucket: bucketOf(milliseconds) }];
  });
  if (timed.length > 0) await client.query({ ...BUMP_TIMES, values: [JSON.stringify(tally(timed, (key) => key))] });
}

/** What of an entry decides where it is counted. */
export type Counted = Pick<AuditEntry, 'connection' | 'kind' | 'action' | 'status' | 'targetId'> & { occurredAt: Date };

/** Entries of one place in the statistics. */
export type Count = ReturnType<typeof countsOf>[number];

function countsOf(entries: readonly Counted[]) {
  return tally(entries, ({ occurredAt, connection, targetId, kind, action, status }) => ({
    ...placeOf({ occurredAt: occurredAt.toISOString(), connection, targetId }),
    ...{ kind, action, status },
  }));
}

/** Entries that were there and are no longer. What was recorded stays: the charts are of what happened. */
export async function lowerKept(client: PoolClient, entries: readonly Counted[]): Promise<void> {
  await lowerCounts(client, countsOf(entries));
}

export async function lowerCounts(client: PoolClient, counts: readonly Count[]): Promise<void> {
  if (counts.length > 0) await client.query({ ...LOWER, values: [JSON.stringify(counts)] });
}

/** A primary key takes no NULL: '' stands for none. */
function placeOf({ occurredAt, connection, targetId }: Pick<AuditEntry, 'occurredAt' | 'connection' | 'targetId'>) {
  return { hour: `${occurredAt.slice(0, 13)}:00:00Z`, connection: connection ?? '', targetId: targetId ?? '' };
}

function tally<Item, Key extends object>(items: readonly Item[], keyOf: (item: Item) => Key) {
  const counts = new Map<string, Key & { entries: number }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(key);
    const counted = counts.get(text);
    if (counted === undefined) counts.set(text, { ...key, entries: 1 });
    else counted.entries += 1;
  }
  return [...counts.values()];
}
