import type { OnApplicationShutdown } from '@nestjs/common';
import { openDatabase, poolOf } from '@usher/persistence';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { CreateProvisioner1764000000000 } from './migrations/1764000000000-create-provisioner.js';
import { Targets1764300000000 } from './migrations/1764300000000-targets.js';
import { Work1764310000000 } from './migrations/1764310000000-work.js';
import { Reconcile1764320000000 } from './migrations/1764320000000-reconcile.js';
import { PasswordEnds1764330000000 } from './migrations/1764330000000-password-ends.js';
import { AskForUsers1764340000000 } from './migrations/1764340000000-ask-for-users.js';
import { Overview1764350000000 } from './migrations/1764350000000-overview.js';
import { Lag1764360000000 } from './migrations/1764360000000-lag.js';

/** The provisioner's own database connections; closed last, since consumers record until they have stopped. */
export class ProvisionerDatabase implements OnApplicationShutdown {
  private constructor(private readonly dataSource: DataSource) {}

  static async open(url: string): Promise<ProvisionerDatabase> {
    const migrations = [
      ...[CreateProvisioner1764000000000, Targets1764300000000, Work1764310000000, Reconcile1764320000000],
      ...[PasswordEnds1764330000000, AskForUsers1764340000000, Overview1764350000000, Lag1764360000000],
    ];
    // Every statement has its index; for a table that is small as yet the planner would think otherwise, and prepared
    // statements keep its plan while the table grows.
    const settings = { enable_seqscan: 'off', enable_bitmapscan: 'off', jit: 'off' };
    return new ProvisionerDatabase(
      await openDatabase({ url, schema: 'provisioner', migrations, poolSize: 10, settings }),
    );
  }

  get pool(): Pool {
    return poolOf(this.dataSource);
  }

  /** Rejects with the reason when the database can't be reached. */
  async check(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
