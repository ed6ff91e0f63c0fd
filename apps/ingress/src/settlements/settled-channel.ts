import { Logger } from '@nestjs/common';
import { SIGNS_OF_LIFE } from '@usher/persistence';
import pg from 'pg';
import { SETTLED_CHANNEL } from './settlement.repository.js';

/** One connection for the whole process that hears which events are settled; there once somebody waits. */
export class SettledChannel {
  private readonly logger = new Logger('Settlements');
  private client: pg.Client | undefined;
  private opening: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly onSettled: (causeIds: readonly string[]) => void,
  ) {}

  /** Opens it unless it is open. Without it settlements are found by looking: that it fails is no failure. */
  ensure(): Promise<void> {
    if (this.closed || this.client !== undefined) return Promise.resolve();
    this.opening ??= this.open()
      .catch((error: unknown) => this.logger.warn(`settlements are looked for, not heard of: ${String(error)}`))
      .finally(() => (this.opening = undefined));
    return this.opening;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.opening;
    await this.client?.end().catch(() => undefined);
    this.client = undefined;
  }

  private async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'usher-ingress-settlements',
      ...SIGNS_OF_LIFE,
      connectionTimeoutMillis: 5_000,
    });
    const lose = (): void => {
      if (this.client === client) this.client = undefined;
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ payload }) => this.onSettled(payload?.split(',') ?? []));
    await client.connect();
    try {
      await client.query(`LISTEN ${SETTLED_CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
  }
}
