import type { ClientBase, Pool } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrate } from './migrate.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** The Postgres schema that the service owns; made when missing. Migrations are recorded in it. */
  schema: string;
  migrations: readonly (new () => MigrationInterface)[];
  entities?: readonly (new () => object)[];
  /** Connections at most; default 10. */
  poolSize?: number;
  applicationName?: string;
  /** Settings of every session of the pool, such as `enable_seqscan`. */
  settings?: Readonly<Record<string, string>>;
}

/** Connects and brings the service's schema up to date. Safe when several processes do so at once. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: [...(options.entities ?? [])],
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? `usher-${options.schema}`,
    extra: { onConnect: begin(options.settings) },
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource, options.schema);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** For every connection of a pool that is new. */
function begin(settings: DatabaseOptions['settings'] = {}): (client: ClientBase) => Promise<unknown> {
  const apply = Object.keys(settings).length > 0 ? applySettings(settings) : () => Promise.resolve();
  return (client) => {
    outliveLoss(client);
    return apply(client);
  };
}

/**
 * For a pool's `onConnect`. The loss of a connection is told by the next statement over it. The client emits it as well,
 * to nobody while the connection is in use, as in an export that waits for its reader: that would end the process.
 */
export function outliveLoss(client: ClientBase): void {
  client.on('error', () => undefined);
}

/** By statement, not by start-up parameter: poolers such as PgBouncer refuse those. */
function applySettings(settings: Readonly<Record<string, string>>): (client: ClientBase) => Promise<unknown> {
  const names = Object.keys(settings);
  const text = `SELECT ${names.map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, false)`).join(', ')}`;
  const values = names.flatMap((name) => [name, settings[name]]);
  return (client) => client.query(text, values);
}

/** The pool under a data source, for the hot statements that are prepared by name. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
