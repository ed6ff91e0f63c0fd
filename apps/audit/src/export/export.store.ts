import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, poolOf } from '@usher/persistence';
import type { Pool } from 'pg';
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
    const { rows } = await this.pool.query<Omit<ExportOrder, 'madeAt' | 'by'> & Actor & { madeAt: Date }>(
      `UPDATE audit.exports SET ticket_hash = NULL WHERE id = $1 AND ticket_hash = $2 AND ticket_expires > now()
       RETURNING id, made_at AS "madeAt", format, filter, actor, host(source_ip) AS "sourceIp", trace_id AS "traceId"`,
      [id, hashOf(ticket)],
    );
    return rows.map(({ actor, sourceIp, traceId, madeAt, ...row }) => ({
      ...row,
      madeAt: madeAt.toISOString(),
      by: { actor, sourceIp, traceId },
    }))[0];
  }

  /** The manifest and the entry that tells of the export, or neither. */
  async finish(id: string, manifest: SignedManifest, entry: AuditEntry): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const text = 'UPDATE audit.exports SET finished_at = now(), manifest = $2 WHERE id = $1';
      await client.query(text, [id, JSON.stringify(manifest)]);
      await this.checkpoints.append(client, [entry]);
    });
  }

  async tell(entry: AuditEntry): Promise<void> {
    await inTransaction(this.pool, (client) => this.checkpoints.append(client, [entry]));
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
