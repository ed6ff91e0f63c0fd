import { Injectable } from '@nestjs/common';
import { NO_CONNECTION } from '../query/filter.js';
import { Reading } from '../query/reading.js';
import type { CountRow, TimeRow } from './buckets.js';
import type { StatisticsQuery } from './statistics-query.js';

const LONGEST_MS = 5_000;

/** Reads what the writer counted. */
@Injectable()
export class StatisticsReader {
  constructor(private readonly reading: Reading) {}

  read(query: StatisticsQuery, from: Date, to: Date): Promise<{ counts: CountRow[]; durations: TimeRow[] }> {
    const { bucket, connection, target } = query;
    const values: unknown[] = [bucket, from, to];
    const conditions = ['hour >= $2', 'hour < $3'];
    if (connection !== undefined)
      conditions.push(`connection = $${values.push(connection === NO_CONNECTION ? '' : connection)}`);
    if (target !== undefined) {
      const asked = `$${values.push(target)}`;
      conditions.push(
        `target_id IN (SELECT ${asked} UNION SELECT target_id FROM audit.facets WHERE target = ${asked})`,
      );
    }
    const where = `WHERE ${conditions.join(' AND ')}`;
    const at = `date_trunc($1, hour, 'UTC') AS at`;
    return this.reading.within(LONGEST_MS, async (run) => ({
      counts: await run<CountRow>({
        text: `SELECT ${at}, kind, action, status, sum(recorded)::float8 AS entries FROM audit.statistics ${where}
          GROUP BY 1, 2, 3, 4`,
        values,
      }),
      durations: await run<TimeRow>({
        text: `SELECT ${at}, bucket, sum(outcomes)::float8 AS outcomes FROM audit.times_to_site ${where} GROUP BY 1, 2`,
        values,
      }),
    }));
  }
}
