import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import type { Stream } from './stream.js';

/** A stream with what is sealed, and the end of the batch that is under way. */
export interface StoredStream extends Stream {
  sealed: string;
  pendingUntil: number | null;
}

/** Seconds for which a process has a stream to itself; another takes it over then. */
const LEASE = 60;

const COLUMNS = `
  id, name, url, format, filter, header_names AS "headerNames", paused, position::float8 AS position, sealed,
  pending_until::float8 AS "pendingUntil", failures, last_error AS "lastError", last_success_at AS "lastSuccessAt",
  next_try_at AS "nextTryAt", made_at AS "madeAt"`;

export type NewStream = Pick<
  StoredStream,
  'name' | 'url' | 'format' | 'filter' | 'headerNames' | 'sealed' | 'paused' | 'position'
> & { id: string };

export type StreamEdit = Partial<Omit<NewStream, 'id'>>;

@Injectable()
export class StreamRepository {
  private readonly pool: Pool;

  constructor(@Inject(AUDIT_DATABASE) database: DataSource) {
    this.pool = poolOf(database);
  }

  static newId(): string {
    return randomUUID();
  }

  async list(): Promise<StoredStream[]> {
    return this.rows(`SELECT ${COLUMNS} FROM audit.streams ORDER BY made_at, id`);
  }

  async find(id: string, client?: PoolClient): Promise<StoredStream | undefined> {
    return (await this.rows(`SELECT ${COLUMNS} FROM audit.streams WHERE id = $1`, [id], client))[0];
  }

  async insert(client: PoolClient, stream: NewStream): Promise<void> {
    const { id, name, url, format, filter, headerNames, sealed, paused, position } = stream;
    await this.rows(
      `INSERT INTO audit.streams (id, name, url, format, filter, header_names, sealed, paused, position)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, name, url, format, JSON.stringify(filter), headerNames, sealed, paused, position],
      client,
    );
  }

  /** A changed stream is tried at once, with a batch made anew. */
  async update(client: PoolClient, id: string, edit: StreamEdit): Promise<void> {
    const given = { ...edit, ...(edit.filter !== undefined && { filter: JSON.stringify(edit.filter) }) };
    const names: Record<string, string> = { headerNames: 'header_names' };
    const entries = Object.entries(given).filter(([, value]) => value !== undefined);
    const sets = entries.map(([name], index) => `${names[name] ?? name} = $${index + 2}`);
    await this.rows(
      `UPDATE audit.streams SET ${[...sets, 'next_try_at = now()', 'pending_until = NULL'].join(', ')} WHERE id = $1`,
      [id, ...entries.map(([, value]) => value)],
      client,
    );
  }

  async remove(client: PoolClient, id: string): Promise<void> {
    await this.rows('DELETE FROM audit.streams WHERE id = $1', [id], client);
  }

  /** Takes a stream that is behind and due, so that no other process sends the same. */
  async claim(newest: number): Promise<StoredStream | undefined> {
    const [stream] = await this.rows(
      `UPDATE audit.streams SET next_try_at = now() + interval '${LEASE} s' WHERE id = (
         SELECT id FROM audit.streams WHERE NOT paused AND next_try_at <= now() AND position < $1
         ORDER BY next_try_at FOR UPDATE SKIP LOCKED LIMIT 1)
       RETURNING ${COLUMNS}`,
      [newest],
    );
    return stream;
  }

  /** What is sent from now on ends there, however often it is tried. */
  async begin(id: string, until: number): Promise<void> {
    await this.rows('UPDATE audit.streams SET pending_until = $2 WHERE id = $1', [id, until]);
  }

  /** Only while it stands where it stood: somebody may have set it back meanwhile. */
  async arrived(id: string, from: number, upTo: number, sent: boolean): Promise<void> {
    await this.rows(
      `UPDATE audit.streams SET position = $3, pending_until = NULL, failures = 0, last_error = NULL,
         last_success_at = CASE WHEN $4 THEN now() ELSE last_success_at END, next_try_at = now()
       WHERE id = $1 AND position = $2`,
      [id, from, upTo, sent],
    );
  }

  /** Ends the lease before its time. */
  async giveBack(id: string): Promise<void> {
    await this.rows('UPDATE audit.streams SET next_try_at = now() WHERE id = $1', [id]);
  }

  async failed(id: string, reason: string, pause: number): Promise<void> {
    await this.rows(
      `UPDATE audit.streams SET failures = failures + 1, last_error = $2,
         next_try_at = now() + $3 * interval '1 ms' WHERE id = $1`,
      [id, reason, pause],
    );
  }

  private async rows(text: string, values: unknown[] = [], by: Pool | PoolClient = this.pool): Promise<StoredStream[]> {
    return (await by.query<StoredStream>(text, values)).rows;
  }
}
