import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { AuditEntry } from './entry.js';

/** The columns of an entry that have few values. */
export type Facet = Pick<AuditEntry, 'connection' | 'kind' | 'action' | 'status' | 'target' | 'targetId' | 'actor'>;

const NUMBER = {
  name: 'audit-number-facets',
  text: `
    WITH given AS (
      SELECT * FROM json_to_recordset($1::json) AS given (key text, connection text, kind text, action text, status text,
        target text, "targetId" text, actor text)
    ), known AS (
      SELECT key, id FROM audit.facets WHERE key IN (SELECT key FROM given)
    ), made AS (
      INSERT INTO audit.facets (key, connection, kind, action, status, target, target_id, actor)
      SELECT * FROM given WHERE key NOT IN (SELECT key FROM known)
      RETURNING key, id
    )
    SELECT key, id FROM known UNION ALL SELECT key, id FROM made`,
};

/** The number of each entry's facet, made where it is new. The caller is the only one who writes. */
export async function facetsOf(
  client: PoolClient,
  entries: readonly AuditEntry[],
): Promise<Map<AuditEntry, number | undefined>> {
  const keys = new Map(entries.map((entry) => [entry, keyOf(entry)]));
  const given = new Map([...keys].map(([entry, key]) => [key, { key, ...facetOf(entry) }]));
  const { rows } = await client.query<{ key: string; id: number }>({
    ...NUMBER,
    values: [JSON.stringify([...given.values()])],
  });
  const ids = new Map(rows.map(({ key, id }) => [key, id]));
  return new Map([...keys].map(([entry, key]) => [entry, ids.get(key)]));
}

function facetOf({ connection, kind, action, status, target, targetId, actor }: Facet): Facet {
  return { connection, kind, action, status, target, targetId, actor };
}

/** A name of any length makes a key of one length. */
function keyOf(facet: Facet): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.values(facetOf(facet))))
    .digest('base64url');
}
