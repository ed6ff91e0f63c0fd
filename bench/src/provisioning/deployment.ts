import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, serveFlags, type TestWordPress } from '@usher/testing';
import pg from 'pg';
import { type ServerProcess, startServer } from '../child.js';
import type { BenchPostgres } from '../postgres.js';

/** Without a single account more for so long, it has come to a stop. */
const STALLED_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 25;

/** Ingress and provisioner as they ship, on the postgres event log, with one site. */
export interface Deployment {
  ingress: ServerProcess;
  provisioner: ServerProcess;
  token: string;
  /** Users that have an account in the site, as the provisioner recorded it. */
  accounts(): Promise<number>;
  /** Undefined while nothing is recorded of the user. */
  status(scimId: string): Promise<string | undefined>;
  /**
   * Waits until so many users have their accounts.
   * @throws {Error} with what the provisioner printed last, when it doesn't get on for a minute
   */
  untilAccounts(count: number): Promise<void>;
  stop(): Promise<void>;
}

const main = (app: string): string => fileURLToPath(new URL(`../../../apps/${app}/dist/main.js`, import.meta.url));
const secret = (): string => randomBytes(24).toString('hex');

export async function deploy(postgres: BenchPostgres, name: string, wordpress: TestWordPress): Promise<Deployment> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of cleanUp.reverse()) await end();
  };
  const token = secret();
  const databaseUrl = await postgres.createDatabase(name);
  const environment = {
    DATABASE_URL: databaseUrl,
    USHER_SCIM_TOKEN: token,
    USHER_OPERATOR_TOKEN: secret(),
    WORDPRESS_URL: wordpress.url,
    WORDPRESS_USERNAME: wordpress.connector.username,
    WORDPRESS_APPLICATION_PASSWORD: wordpress.connector.applicationPassword,
  };
  const start = async (app: 'ingress' | 'provisioner'): Promise<ServerProcess> => {
    const server = await startServer(app, main(app), await freePort(), environment, serveFlags());
    cleanUp.push(() => server.stop());
    return server;
  };
  try {
    const ingress = await start('ingress');
    const provisioner = await start('provisioner');
    // Statements of next to no cost: what is measured shares the machine with who looks.
    const pool = new pg.Pool({ connectionString: databaseUrl, application_name: 'usher-bench', max: 2 });
    cleanUp.push(() => pool.end());

    const accounts = async (): Promise<number> => {
      const sql = 'SELECT count(*)::int AS count FROM provisioner.links WHERE wordpress_id IS NOT NULL';
      return (await pool.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
    };
    return {
      ...{ ingress, provisioner, token, accounts, stop },
      async status(scimId) {
        const sql = 'SELECT status FROM provisioner.links WHERE scim_id = $1';
        return (await pool.query<{ status: string }>(sql, [scimId])).rows[0]?.status;
      },
      async untilAccounts(count) {
        let [best, since] = [-1, performance.now()];
        for (;;) {
          const there = await accounts();
          if (there >= count) return;
          if (there > best) [best, since] = [there, performance.now()];
          if (performance.now() - since > STALLED_AFTER_MS)
            throw new Error(`only ${there} of ${count} users have an account:\n${provisioner.printed()}`);
          await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
