import type pg from 'pg';
import {
  CONNECTIONS,
  DAYS,
  FACETS,
  HEADS,
  intoMade,
  LEDGER,
  MADE,
  operationEntries,
  OUTCOME_ENTRIES,
  PEOPLE,
  REQUEST_ENTRIES,
  requestsFrom,
  stamp,
  STATISTICS,
  TIMES_TO_SITE,
} from './entries.js';

/** A request makes so many entries on average, its own included; a twentieth of all are operators' acts. */
const ENTRIES_OF_REQUEST = 2.75;
const OPERATIONS = 0.05;

/** Fills an empty ledger with about so many entries up to now, and builds its indexes afterwards: that takes a tenth of the time. */
export async function loadEntries(client: pg.Client, entries: number, say: (text: string) => void): Promise<number> {
  const begin = new Date(Date.now() - DAYS * 86_400_000);
  begin.setUTCHours(0, 0, 0, 0);
  const step = async (name: string, ...statements: (string | [string, unknown[]])[]): Promise<void> => {
    const since = performance.now();
    for (const statement of statements) {
      const [text, values] = typeof statement === 'string' ? [statement, []] : statement;
      await client.query(text, values);
    }
    say(`  ${name}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
  };
  const settings = `SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off;
    SET temp_buffers = '256MB'; SET jit = off; SELECT setseed(0.42); SET search_path = audit, pg_temp, public`;
  await client.query(settings);
  const requests = Math.round((entries * (1 - OPERATIONS)) / ENTRIES_OF_REQUEST);
  await step('people', stamp, CONNECTIONS, PEOPLE, requestsFrom(requests, begin), MADE);
  await step(
    'entries',
    intoMade(REQUEST_ENTRIES),
    intoMade(OUTCOME_ENTRIES.replaceAll('stamp(', 'pg_temp.stamp(')),
    intoMade(operationEntries(Math.round(entries * OPERATIONS), begin)),
    'ANALYZE made',
  );
  await step('statistics', FACETS, STATISTICS, TIMES_TO_SITE);
  const { rows: indexes } = await client.query<{ name: string; definition: string; key: string | null }>(`
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition,
      pg_get_constraintdef(c.oid) AS key
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
    WHERE i.indrelid = 'audit.entries'::regclass`);
  for (const { name, key } of indexes) {
    if (key === null) await client.query(`DROP INDEX ${name}`);
    else await client.query(`ALTER TABLE audit.entries DROP CONSTRAINT ${name.replace('audit.', '')}`);
  }
  await step('partitions', ...partitions(begin));
  await step('ledger', LEDGER);
  for (const { name, definition, key } of indexes) {
    // A partitioned index is told of without those of the partitions.
    await step(name, key === null ? definition.replace(' ON ONLY ', ' ON ') : `ALTER TABLE audit.entries ADD ${key}`);
  }
  const { rows } = await client.query<{ last: number }>('SELECT max(position)::int AS last FROM audit.entries');
  const last = rows[0]?.last ?? 0;
  await step(
    'heads',
    ['UPDATE audit.ledger SET position = $1', [last]],
    [HEADS, [last]],
    'DROP TABLE made, requests, people',
  );
  await step(
    'vacuum',
    'VACUUM (ANALYZE) audit.entries, audit.statistics, audit.times_to_site, audit.facets',
    'CHECKPOINT',
  );
  return last;
}

/** One for each month, as the audit makes them. */
function partitions(begin: Date): string[] {
  const months: string[] = [];
  for (
    let at = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth()));
    at.getTime() <= Date.now() + 86_400_000;
  ) {
    const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1));
    const name = `audit.entries_${at.toISOString().slice(0, 7).replace('-', '_')}`;
    months.push(
      `CREATE TABLE ${name} PARTITION OF audit.entries FOR VALUES FROM ('${at.toISOString()}') TO ('${next.toISOString()}')`,
      `ALTER TABLE ${name} ALTER COLUMN search SET STATISTICS 1000, ALTER COLUMN facet SET STATISTICS 1000`,
    );
    at = next;
  }
  return months;
}
