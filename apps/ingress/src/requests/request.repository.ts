import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@usher/persistence';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../database.js';
import { ELSEWHERE, type SeenRequest } from './seen-request.js';

/** Requests of each connection that are kept. */
export const KEPT = 100;

/** What is written of one connection. */
export interface SeenOfConnection {
  connection: string;
  requests: readonly SeenRequest[];
  /** Requests that aren't kept one by one, told with the first that is. */
  skipped: number;
}

/** Since when and until when a connection was used; `lastGood` null: nothing was granted in that time. */
export interface ConnectionUse {
  connection: string;
  first: Date;
  last: Date;
  lastGood: Date | null;
}

export interface StoredRequest extends SeenRequest {
  /** Grows in the order in which requests can be read. */
  id: string;
  skipped: number;
}

// Held until the commit: whoever has read up to an id has missed none below it.
const ALONE = `SELECT pg_advisory_xact_lock(hashtextextended('usher.requests', 0))`;

const INSERT = `
INSERT INTO ingress.requests
  (connection, at, method, path, status, code, detail, milliseconds, source_ip, token, user_agent, skipped)
SELECT connection, at, method, path, status, code, detail, milliseconds, "sourceIp", token, "userAgent", skipped
FROM json_to_recordset($1) AS r(connection text, at timestamptz, method text, path text, status smallint, code text,
  detail text, milliseconds real, "sourceIp" text, token text, "userAgent" text, skipped integer)`;

/** Connections, number that is kept. */
const TRIM = `
DELETE FROM ingress.requests r USING (
  SELECT c.connection, (
    SELECT o.id FROM ingress.requests o WHERE o.connection = c.connection ORDER BY o.id DESC OFFSET $2 LIMIT 1
  ) AS last FROM unnest($1::text[]) AS c(connection)
) old
WHERE r.connection = old.connection AND r.id <= old.last`;

const USE = `
INSERT INTO ingress.connection_use AS u (connection, first_request, last_request, last_good)
SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[]) AS i(connection, f, l, g)
ORDER BY connection
ON CONFLICT (connection) DO UPDATE SET last_request = greatest(u.last_request, excluded.last_request),
  last_good = greatest(u.last_good, excluded.last_good)`;

const COLUMNS = `id, connection, at, method, path, status, code, detail, milliseconds, source_ip AS "sourceIp", token,
  user_agent AS "userAgent", skipped`;

/** Connection, id after which to begin, whether those with an unknown token are asked for; they are until one was good. */
const READ = `
SELECT * FROM (
  SELECT ${COLUMNS} FROM ingress.requests WHERE connection = $1 AND id > $2
  UNION ALL
  SELECT ${COLUMNS} FROM ingress.requests WHERE connection = '' AND id > $2 AND ($3 OR NOT (
    EXISTS (SELECT FROM ingress.connection_use WHERE connection = $1 AND last_good IS NOT NULL)
    OR EXISTS (SELECT FROM ingress.requests
      WHERE connection = $1 AND status < 400 AND code IS DISTINCT FROM '${ELSEWHERE}')
  ))
) r`;

const NEWEST = `${READ} ORDER BY id DESC LIMIT ${KEPT}`;
const AFTER = `${READ} ORDER BY id LIMIT ${KEPT}`;

/** The last requests of each connection, as all processes of the ingress have seen them. */
@Injectable()
export class RequestRepository {
  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  async write(seen: readonly SeenOfConnection[], uses: readonly ConnectionUse[]): Promise<void> {
    const rows = seen.flatMap(({ requests, skipped }) =>
      requests.map((request, at) => ({ ...request, skipped: at === 0 ? skipped : 0 })),
    );
    await inTransaction(this.pool, async (client) => {
      await client.query(ALONE);
      await client.query(INSERT, [JSON.stringify(rows)]);
      await client.query(TRIM, [seen.map(({ connection }) => connection), KEPT]);
      if (uses.length === 0) return;
      const columns = uses.map(({ connection, first, last, lastGood }) => [connection, first, last, lastGood]);
      await client.query(
        USE,
        [0, 1, 2, 3].map((column) => columns.map((row) => row[column])),
      );
    });
  }

  /** Newest first. */
  async newest(connection: string, unknown: boolean): Promise<StoredRequest[]> {
    return (await this.pool.query<StoredRequest>(NEWEST, [connection, 0, unknown])).rows;
  }

  /** Oldest first, after the one with that id. */
  async after(connection: string, id: string, unknown: boolean): Promise<StoredRequest[]> {
    return (await this.pool.query<StoredRequest>(AFTER, [connection, id, unknown])).rows;
  }

  /** Of all connections; '0' when there are none. */
  async lastId(): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM ingress.requests');
    return rows[0]?.id ?? '0';
  }
}
