import type { Pool, PoolClient } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { outliveLoss, SIGNS_OF_LIFE } from './loss.js';
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
    extra: { ...SIGNS_OF_LIFE, onConnect: prepare(options.settings) },
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

function prepare(settings: Readonly<Record<string, string>> = {}): (client: PoolClient) => Promise<void> {
  const names = Object.keys(settings);
  // By statement, not by start-up parameter: poolers such as PgBouncer refuse those.
  const text = `SELECT ${names.map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, false)`).join(', ')}`;
  const values = names.flatMap((name) => [name, settings[name]]);
  return async (client) => {
    outliveLoss(client);
    if (names.length > 0) await client.query(text, values);
  };
}

/** The pool under a data source, for the hot statements that are prepared by name. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
