import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, poolOf } from '@usher/persistence';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import type { Actor } from '../record/act.js';
import type { AuditEntry } from '../record/entry.js';
import type { ExportFormat, SignedManifest } from './manifest.js';

export interface ExportOrder {
  id: string;
  madeAt: string;
  format: ExportFormat;
  filter: Record<string, string | string[]>;
  by: Actor;
}

export interface ExportRow {
  id: string;
  madeAt: string;
  actor: string;
  format: ExportFormat;
  filter: Record<string, string | string[]>;
  /** Null for one that wasn't fetched, or not to its end. */
  finishedAt: string | null;
  entries: number | null;
  bytes: number | null;
}

type TakenRow = Pick<ExportOrder, 'id' | 'format' | 'filter'> & Actor & { madeAt: Date };

const TAKEN = `
  e.id, e.made_at AS "madeAt", e.format, e.filter, e.actor, host(e.source_ip) AS "sourceIp", e.trace_id AS "traceId"`;

/** $1 id of the export. Held by the connection that reads it: the database gives it back when the process is killed. */
export const EXPORT_LOCK = 'pg_try_advisory_xact_lock(4921005, hashtext($1::text))';

/** Begun, and not being made any more. */
const ABANDONED = `
  SELECT ${TAKEN} FROM audit.exports e
  WHERE e.taken_at < now() - $1 * interval '1 millisecond' AND e.finished_at IS NULL AND e.broken_off_at IS NULL
  ORDER BY e.id LIMIT 100`;

/** Milliseconds within which the reading of a file has begun. */
const BEGINNING = 60_000;

type Stored = Omit<ExportRow, 'madeAt' | 'finishedAt'> & { madeAt: Date; finishedAt: Date | null };

const hashOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();

@Injectable()
export class ExportStore {
  private readonly pool: Pool;

  constructor(
    @Inject(AUDIT_DATABASE) database: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {
    this.pool = poolOf(database);
  }

  /** A ticket fetches the file once, within five minutes: a browser's download sends no bearer token. */
  async add(order: Pick<ExportOrder, 'format' | 'filter' | 'by'>): Promise<{ id: string; ticket: string }> {
    const [id, ticket] = [randomUUID(), randomBytes(32).toString('base64url')];
    const { format, filter, by } = order;
    await this.pool.query(
      `INSERT INTO audit.exports (id, actor, source_ip, trace_id, format, filter, ticket_hash, ticket_expires)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + interval '5 minutes')`,
      [id, by.actor ?? '', by.sourceIp, by.traceId, format, JSON.stringify(filter), hashOf(ticket)],
    );
    return { id, ticket };
  }

  /** Undefined when the ticket isn't good, or no longer. */
  async take(id: string, ticket: string): Promise<ExportOrder | undefined> {
    const { rows } = await this.pool.query<TakenRow>(
      `UPDATE audit.exports e SET ticket_hash = NULL, taken_at = now()
       WHERE id = $1 AND ticket_hash = $2 AND ticket_expires > now() RETURNING ${TAKEN}`,
      [id, hashOf(ticket)],
    );
    return rows.map(orderOf)[0];
  }

  /** The manifest and the entry that tells of the export, or neither. */
  async finish(id: string, manifest: SignedManifest, entry: AuditEntry): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const text = 'UPDATE audit.exports SET finished_at = now(), manifest = $2 WHERE id = $1';
      await client.query(text, [id, JSON.stringify(manifest)]);
      await this.checkpoints.append(client, [entry]);
    });
  }

  /** The entry that tells of it is written once. */
  async breakOff(id: string, entry: AuditEntry): Promise<void> {
    await inTransaction(this.pool, (client) => this.markBrokenOff(client, id, entry));
  }

  /** Exports that nobody goes on with, of any process. */
  async tellOfAbandoned(entryOf: (order: ExportOrder) => AuditEntry, begunBefore = BEGINNING): Promise<void> {
    const { rows } = await this.pool.query<TakenRow>(ABANDONED, [begunBefore]);
    for (const order of rows.map(orderOf))
      await inTransaction(this.pool, async (client) => {
        const { rows } = await client.query<{ free: boolean }>(`SELECT ${EXPORT_LOCK} AS free`, [order.id]);
        if (rows[0]?.free === true) await this.markBrokenOff(client, order.id, entryOf(order));
      });
  }

  private async markBrokenOff(client: PoolClient, id: string, entry: AuditEntry): Promise<void> {
    const { rowCount } = await client.query(
      `UPDATE audit.exports SET broken_off_at = now()
       WHERE id = $1 AND finished_at IS NULL AND broken_off_at IS NULL`,
      [id],
    );
    if (rowCount === 1) await this.checkpoints.append(client, [entry]);
  }

  async list(): Promise<ExportRow[]> {
    const { rows } = await this.pool.query<Stored>(`
      SELECT id, made_at AS "madeAt", actor, format, filter, finished_at AS "finishedAt",
        (manifest->>'entries')::float8 AS entries, (manifest->>'bytes')::float8 AS bytes
      FROM audit.exports ORDER BY made_at DESC, id LIMIT 100`);
    return rows.map((row) => ({
      ...row,
      madeAt: row.madeAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }));
  }

  async manifest(id: string): Promise<SignedManifest | null | undefined> {
    const text = 'SELECT manifest FROM audit.exports WHERE id = $1';
    return (await this.pool.query<{ manifest: SignedManifest | null }>(text, [id])).rows[0]?.manifest;
  }
}

function orderOf({ actor, sourceIp, traceId, madeAt, ...row }: TakenRow): ExportOrder {
  return { ...row, madeAt: madeAt.toISOString(), by: { actor, sourceIp, traceId } };
}
