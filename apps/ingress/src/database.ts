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
    // Every statement has its index, whatever the values; for a small table the planner would think otherwise, and
    // prepared statements keep its plan while the table grows.
    settings: {
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_bitmapscan: 'off',
      enable_hashjoin: 'off',
      enable_mergejoin: 'off',
      jit: 'off',
    },
  };
  return openDatabase(options);
}
