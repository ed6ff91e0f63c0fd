import type { Pool } from 'pg';

/** An hour or a day in which something waited. */
export interface LagBucket {
  /** When it begins, by UTC. */
  at: Date;
  /** How long the change had waited that waited longest, in milliseconds. */
  longestMs: number;
}

export interface LagQuestion {
  from: Date;
  to: Date;
  bucket: 'hour' | 'day';
  targetId?: string;
}

const NOTE = `
  INSERT INTO provisioner.lag AS l (hour, target_id, longest_ms)
  SELECT date_trunc('hour', now(), 'UTC'), given.* FROM unnest($1::text[], $2::bigint[]) AS given ORDER BY 2
  ON CONFLICT (hour, target_id) DO UPDATE SET longest_ms = excluded.longest_ms
  WHERE l.longest_ms < excluded.longest_ms`;

const READ = `
  SELECT date_trunc($1, hour, 'UTC') AS at, max(longest_ms)::float8 AS "longestMs" FROM provisioner.lag
  WHERE hour >= date_trunc($1, $2::timestamptz, 'UTC') AND hour < $3 AND ($4::text IS NULL OR target_id = $4)
  GROUP BY 1 ORDER BY 1`;

const KEPT = '400 days';

/** How long changes waited for the sites, hour by hour. */
export class Lag {
  constructor(private readonly pool: Pool) {}

  /** @param waits by the site's id, for how many milliseconds the oldest of what waits now has waited */
  async note(waits: ReadonlyMap<string, number>): Promise<void> {
    if (waits.size > 0) await this.pool.query(NOTE, [[...waits.keys()], [...waits.values()]]);
  }

  /** Those in which something waited, the first one first; the bucket of `from` is whole. */
  async read({ from, to, bucket, targetId }: LagQuestion): Promise<LagBucket[]> {
    return (await this.pool.query<LagBucket>(READ, [bucket, from, to, targetId])).rows;
  }

  async forgetOld(): Promise<void> {
    await this.pool.query(`DELETE FROM provisioner.lag WHERE hour < now() - interval '${KEPT}'`);
  }
}
