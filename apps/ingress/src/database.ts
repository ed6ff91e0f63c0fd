import { type DatabaseOptions, openDatabase, outliveLoss, SIGNS_OF_LIFE } from '@usher/persistence';
import { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Connection, Token } from './connections/entities.js';
import { Directory1764000000000 } from './migrations/1764000000000-directory.js';
import { Groups1764100000000 } from './migrations/1764100000000-groups.js';
import { Connections1764200000000 } from './migrations/1764200000000-connections.js';
import { AnswersAndPasswords1764300000000 } from './migrations/1764300000000-answers-and-passwords.js';
import { DirectorySearch1764400000000 } from './migrations/1764400000000-directory-search.js';
import { Requests1764500000000 } from './migrations/1764500000000-requests.js';

/** Injection token of the ingress's data source. */
export const INGRESS_DATABASE = Symbol('ingress database');

export function openIngressDatabase(url: string): Promise<DataSource> {
  const options: DatabaseOptions = {
    url,
    schema: 'ingress',
    migrations: [
      Directory1764000000000,
      Groups1764100000000,
      Connections1764200000000,
      AnswersAndPasswords1764300000000,
      DirectorySearch1764400000000,
      Requests1764500000000,
    ],
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

/** Injection token of the pool for statements that the planner must plan by what the tables hold. */
export const INGRESS_POOL = Symbol('ingress pool');

/** Milliseconds after which a search is given up, so that a few of them can't keep the database from its work. */
const STATEMENT_TIMEOUT = 30_000;

/** Changes of groups and searches: their statements differ too much for the one kind of plan of the hot ones. */
export function openIngressPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    application_name: 'usher-ingress-groups',
    statement_timeout: STATEMENT_TIMEOUT,
    ...SIGNS_OF_LIFE,
  });
  // A lost connection is found by the next statement; without a listener it would end the process.
  pool.on('error', () => undefined).on('connect', outliveLoss);
  return pool;
}
