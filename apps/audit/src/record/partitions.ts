import type { PoolClient } from 'pg';

/** First instant of the UTC month of a time. */
function monthOf(time: Date): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1));
}

export function nextMonth(month: Date): Date {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
}

/** `entries_2026_11` */
function partitionName(month: Date): string {
  return `entries_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** The month of a partition's name; undefined for another table's. */
export function monthOfPartition(name: string): Date | undefined {
  const [, year, month] = /^entries_(\d{4,})_(\d\d)$/.exec(name) ?? [];
  return month === undefined ? undefined : new Date(Date.UTC(Number(year), Number(month) - 1, 1));
}

/**
 * Makes the partitions of the months that are missing; the caller is the only one who does. Attached, not made in place:
 * that waits for no one who reads, and lets no one wait.
 */
export async function ensurePartitions(client: PoolClient, times: readonly string[]): Promise<void> {
  const months = new Map(times.map((time) => monthOf(new Date(time))).map((month) => [partitionName(month), month]));
  const { rows } = await client.query<{ name: string }>({
    name: 'audit-missing-partitions',
    text: `
      SELECT name FROM unnest($1::text[]) AS name
      WHERE NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'audit' AND tablename = name)`,
    values: [[...months.keys()]],
  });
  for (const { name } of rows) {
    const month = months.get(name);
    if (month === undefined) continue;
    const [from, to] = [month.toISOString(), nextMonth(month).toISOString()];
    await client.query(`CREATE TABLE audit.${name} (LIKE audit.entries INCLUDING ALL)`);
    // A sample this large tells a word of one entry in a thousand from a rarer one: they are searched in different ways.
    await client.query(
      `ALTER TABLE audit.${name} ALTER COLUMN search SET STATISTICS 1000, ALTER COLUMN facet SET STATISTICS 1000`,
    );
    await client.query(
      `ALTER TABLE audit.entries ATTACH PARTITION audit.${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
  }
}
