import type { OnApplicationShutdown } from '@nestjs/common';
import { openDatabase, poolOf } from '@usher/persistence';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { CreateProvisioner1764000000000 } from './migrations/1764000000000-create-provisioner.js';

/** The provisioner's own database connections; closed last, since consumers record until they have stopped. */
export class ProvisionerDatabase implements OnApplicationShutdown {
  private constructor(private readonly dataSource: DataSource) {}

  static async open(url: string): Promise<ProvisionerDatabase> {
    const migrations = [CreateProvisioner1764000000000];
    return new ProvisionerDatabase(await openDatabase({ url, schema: 'provisioner', migrations, poolSize: 6 }));
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
