import { type DatabaseOptions, openDatabase } from '@usher/persistence';
import type { DataSource } from 'typeorm';
import { Connection, Token } from './connections/entities.js';
import { Directory1764000000000 } from './migrations/1764000000000-directory.js';

/** Injection token of the ingress's data source. */
export const INGRESS_DATABASE = Symbol('ingress database');

export function openIngressDatabase(url: string): Promise<DataSource> {
  const options: DatabaseOptions = {
    url,
    schema: 'ingress',
    migrations: [Directory1764000000000],
    entities: [Connection, Token],
    // Prepared statements keep the plan of the day they were prepared; on a table that was small then it would be a
    // scan of the whole table. Every statement here has its index, whatever the values.
    settings: {
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_hashjoin: 'off',
      enable_mergejoin: 'off',
      jit: 'off',
    },
  };
  return openDatabase(options);
}
