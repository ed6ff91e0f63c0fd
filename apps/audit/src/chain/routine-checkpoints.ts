import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { inTransaction, poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import { Checkpoints } from './checkpoints.js';
import { SigningKeys } from './signing.js';

const EVERY_MS = 60_000;

/** Makes a checkpoint of each chain once a minute when something is new in it. */
@Injectable()
export class RoutineCheckpoints implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Checkpoints');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly checkpoints: Checkpoints,
    private readonly keys: SigningKeys,
  ) {}

  onApplicationBootstrap(): void {
    if (this.keys.signer === null)
      this.logger.warn('USHER_AUDIT_SIGNING_KEY is not set: the checkpoints of the ledger are not signed');
    this.timer = setInterval(() => {
      this.running = this.run().catch((error: unknown) =>
        this.logger.warn(`no checkpoint could be made: ${error instanceof Error ? error.message : String(error)}`),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    const pool = poolOf(this.database);
    for (const chain of await this.checkpoints.open(pool))
      await inTransaction(pool, (client) => this.checkpoints.checkpoint(client, chain));
  }
}
