import { setTimeout as delay } from 'node:timers/promises';
import { SIGNS_OF_LIFE } from '@usher/persistence';
import pg from 'pg';

/** Milliseconds for an answer: all that is asked over it is short. */
const PATIENCE = 30_000;

/**
 * A connection that holds advisory locks and listens. Losing it loses the locks with it, so what is written over it
 * is written by the holder: no other fencing is needed. `lost` tells the first error.
 */
export class PgSession {
  private failure?: Error;

  private constructor(
    readonly client: pg.Client,
    onLost: () => void,
  ) {
    client.on('error', (error) => {
      this.failure ??= error;
      onLost();
    });
    client.on('end', () => {
      this.failure ??= new Error('the connection has ended');
      onLost();
    });
  }

  static async open(options: {
    url: string;
    name: string;
    channel: string;
    /** With the backend that notified. */
    onNotify(processId: number): void;
    onLost(): void;
    /** Milliseconds after which a statement without an answer fails; default 30,000. */
    patience?: number;
  }): Promise<PgSession> {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: options.name,
      ...SIGNS_OF_LIFE,
      connectionTimeoutMillis: 5000,
      // No sign of life is asked for while what was sent isn't acknowledged: TCP sends that again for a quarter of an hour.
      query_timeout: options.patience ?? PATIENCE,
    });
    const session = new PgSession(client, options.onLost);
    await client.connect();
    client.on('notification', ({ processId }) => options.onNotify(processId));
    try {
      // What is written here (offsets, rows moved on) is repeated after a crash, never lost: the log comes after
      // what it tells of in the WAL, and a crash cuts the WAL off at its end only.
      await client.query('SET synchronous_commit = off');
      // The database looks as well: it would keep the locks of a machine that is gone for two hours.
      await client.query('SET tcp_keepalives_idle = 10');
      await client.query('SET tcp_keepalives_interval = 1');
      await client.query('SET tcp_keepalives_count = 10');
      // A notification that nobody acknowledges keeps it from looking.
      await client.query('SET tcp_user_timeout = 20000');
      await client.query(`LISTEN ${options.channel}`);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  /** @throws the error that ended the connection */
  assertAlive(): void {
    if (this.failure) throw this.failure;
  }

  async tryLock(first: string, second: string): Promise<boolean> {
    const { rows } = await this.client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtext($1), hashtext($2)) AS locked',
      [first, second],
    );
    return rows[0]?.locked === true;
  }

  get processId(): number | undefined {
    return (this.client as unknown as { processID?: number }).processID;
  }

  /** Waits a second at most: the other side may be gone without a word. */
  async close(): Promise<void> {
    const ended = this.client.end().catch(() => undefined);
    await Promise.race([ended, delay(1000, undefined, { ref: false })]);
  }
}
