import type { SqlClient } from '@usher/event-log';
import type { AttributeChange } from '@usher/events';
import type { Pool, PoolClient } from 'pg';
import type { TargetRow } from './target-row.js';

const COLUMNS = `
  id, name, connection, site_url AS "siteUrl", username, secret, settings, version, revision, paused,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** In the order in which they were connected. */
const REVISIONS = `
  SELECT id, revision FROM provisioner.targets WHERE deleted_at IS NULL ORDER BY created_at, id`;
const LOAD = `SELECT ${COLUMNS} FROM provisioner.targets WHERE id = ANY ($1) AND deleted_at IS NULL`;
const LOCK = `SELECT ${COLUMNS} FROM provisioner.targets WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`;
const TAKEN = 'SELECT EXISTS (SELECT FROM provisioner.targets WHERE id = $1) AS taken';

/** $1 its own id: others that would have the same name, or the same site fed by the same users. */
const RIVALS = `
  SELECT id, name, connection, site_url AS "siteUrl" FROM provisioner.targets
  WHERE deleted_at IS NULL AND id <> $1
    AND ((connection = $2 AND lower(name) = lower($3)) OR (site_url = $4 AND (connection IN ($2, '*') OR $2 = '*')))
  ORDER BY created_at LIMIT 1`;

const INSERT = `
  INSERT INTO provisioner.targets (id, name, connection, site_url, username, secret, settings, paused)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const UPDATE = `
  UPDATE provisioner.targets SET name = $2, connection = $3, site_url = $4, username = $5, secret = $6, settings = $7,
    version = $8, revision = revision + 1, updated_at = now()
  WHERE id = $1`;
const PAUSE = `
  UPDATE provisioner.targets SET paused = $2, revision = revision + 1, updated_at = now() WHERE id = $1`;
/** What opens the site is forgotten. */
const REMOVE = `
  UPDATE provisioner.targets SET deleted_at = now(), secret = NULL, revision = revision + 1, updated_at = now()
  WHERE id = $1`;
const SEALED = `
  SELECT id, site_url AS "siteUrl", secret FROM provisioner.targets WHERE secret IS NOT NULL ORDER BY id FOR UPDATE`;
/** The revision stays: it is the same password, and a process that has only the previous key goes on with it. */
const RESEAL = 'UPDATE provisioner.targets SET secret = $2 WHERE id = $1';
const REMAINS = `
  SELECT
    (SELECT count(*) FROM provisioner.links WHERE target_id = $1 AND wordpress_id IS NOT NULL)::int AS accounts,
    (SELECT count(*) FROM provisioner.work WHERE target_id = $1)::int AS work`;

const ADD_VERSION = `
  INSERT INTO provisioner.target_versions (target_id, version, settings, changes, actor) VALUES ($1, $2, $3, $4, $5)`;
const LAST_EDIT = `
  SELECT actor, at FROM provisioner.target_versions WHERE target_id = $1 ORDER BY version DESC LIMIT 1`;
const VERSIONS = `
  SELECT version, changes, actor, at FROM provisioner.target_versions
  WHERE target_id = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`;
const VERSION = `
  SELECT version, changes, actor, at, settings FROM provisioner.target_versions WHERE target_id = $1 AND version = $2`;

/** One edit of a target. */
export interface TargetVersion {
  version: number;
  /** What differs from the version before; nothing secret. */
  changes: AttributeChange[];
  actor: string;
  at: Date;
}

interface VersionRow extends Omit<TargetVersion, 'changes'> {
  changes: string;
}

export interface Rival {
  id: string;
  name: string;
  connection: string;
  siteUrl: string;
}

/** The tables of targets. What takes a client is in the transaction of that client. */
export class TargetStore {
  constructor(private readonly pool: Pool) {}

  /** Of those that aren't deleted, by id. */
  async revisions(): Promise<Map<string, number>> {
    const { rows } = await this.pool.query<{ id: string; revision: number }>(REVISIONS);
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  async load(ids: readonly string[]): Promise<TargetRow[]> {
    return (await this.pool.query<TargetRow>(LOAD, [ids])).rows;
  }

  /** Newest first, below a version. */
  async versions(id: string, { before, limit }: { before?: number; limit: number }): Promise<TargetVersion[]> {
    const { rows } = await this.pool.query<VersionRow>(VERSIONS, [id, before, limit]);
    return rows.map(toVersion);
  }

  async version(id: string, version: number): Promise<(TargetVersion & { settings: object }) | null> {
    const { rows } = await this.pool.query<VersionRow & { settings: string }>(VERSION, [id, version]);
    const [row] = rows;
    return row === undefined ? null : { ...toVersion(row), settings: JSON.parse(row.settings) as object };
  }

  /** So that operators' acts on targets take turns. */
  async takeTurn(client: SqlClient): Promise<void> {
    await client.query('SELECT pg_advisory_xact_lock(4921004)');
  }

  async lock(client: PoolClient, id: string): Promise<TargetRow | null> {
    return (await client.query<TargetRow>(LOCK, [id])).rows[0] ?? null;
  }

  /** Ids of deleted ones are. */
  async taken(client: PoolClient, id: string): Promise<boolean> {
    return (await client.query<{ taken: boolean }>(TAKEN, [id])).rows[0]?.taken === true;
  }

  async rival(client: PoolClient, { id, connection, name, siteUrl }: Rival): Promise<Rival | null> {
    return (await client.query<Rival>(RIVALS, [id, connection, name, siteUrl])).rows[0] ?? null;
  }

  async insert(client: PoolClient, row: Omit<TargetRow, 'version' | 'revision' | 'createdAt' | 'updatedAt'>) {
    const { id, name, connection, siteUrl, username, secret, settings, paused } = row;
    await client.query(INSERT, [id, name, connection, siteUrl, username, secret, settings, paused]);
  }

  async update(client: PoolClient, row: TargetRow): Promise<void> {
    const { id, name, connection, siteUrl, username, secret, settings, version } = row;
    await client.query(UPDATE, [id, name, connection, siteUrl, username, secret, settings, version]);
  }

  async pause(client: PoolClient, id: string, paused: boolean): Promise<void> {
    await client.query(PAUSE, [id, paused]);
  }

  async remove(client: PoolClient, id: string): Promise<void> {
    await client.query(REMOVE, [id]);
  }

  async sealed(client: PoolClient): Promise<{ id: string; siteUrl: string; secret: string }[]> {
    return (await client.query<{ id: string; siteUrl: string; secret: string }>(SEALED)).rows;
  }

  async reseal(client: PoolClient, id: string, secret: string): Promise<void> {
    await client.query(RESEAL, [id, secret]);
  }

  /** Accounts that are linked, and rows of work. */
  async remains(client: PoolClient, id: string): Promise<{ accounts: number; work: number }> {
    const { rows } = await client.query<{ accounts: number; work: number }>(REMAINS, [id]);
    return rows[0] ?? { accounts: 0, work: 0 };
  }

  async addVersion(
    client: PoolClient,
    { id, version, settings }: Pick<TargetRow, 'id' | 'version' | 'settings'>,
    { changes, actor }: { changes: readonly AttributeChange[]; actor: string },
  ): Promise<void> {
    await client.query(ADD_VERSION, [id, version, settings, JSON.stringify(changes), actor]);
  }

  async lastEdit(client: PoolClient, id: string): Promise<{ actor: string; at: Date } | null> {
    return (await client.query<{ actor: string; at: Date }>(LAST_EDIT, [id])).rows[0] ?? null;
  }
}

function toVersion({ version, changes, actor, at }: VersionRow): TargetVersion {
  return { version, changes: JSON.parse(changes) as AttributeChange[], actor, at };
}
