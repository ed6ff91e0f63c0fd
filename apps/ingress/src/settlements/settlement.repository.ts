import { Inject, Injectable } from '@nestjs/common';
import { Coalescer } from '@usher/concurrency';
import type { SettledTarget } from '@usher/events';
import { poolOf } from '@usher/persistence';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';

/** The channel on which PostgreSQL names the events that are settled, separated by commas. */
export const SETTLED_CHANNEL = 'usher_ingress_settled';

/** Minutes for which a settlement is kept: nobody waits that long. */
export const KEPT_MINUTES = 10;

/** The ids of a batch fit into one notification, which takes 8000 bytes. */
const BATCH = 100;

export interface Settlement {
  causeId: string;
  targets: SettledTarget[];
}

// Twice the same says nothing new.
const PUT = `
WITH put AS (
  INSERT INTO ingress.settlements (cause_id, targets)
  SELECT cause_id, targets::json FROM unnest($1::text[], $2::text[]) AS i(cause_id, targets)
  ON CONFLICT DO NOTHING RETURNING cause_id
)
SELECT pg_notify('${SETTLED_CHANNEL}', string_agg(cause_id, ',')) FROM put HAVING count(*) > 0`;

const FIND = `SELECT cause_id AS "causeId", targets FROM ingress.settlements WHERE cause_id = ANY($1::text[])`;

const PRUNE = `DELETE FROM ingress.settlements WHERE settled < now() - interval '${KEPT_MINUTES} minutes'`;

/** What the sites made of events, for whichever process waits for them. */
@Injectable()
export class SettlementRepository {
  private readonly pool: Pool;
  private readonly puts = new Coalescer((settlements: readonly Settlement[]) => this.insert(settlements), {
    slots: 1,
    size: BATCH,
  });
  private readonly finds = new Coalescer((ids: readonly string[]) => this.select(ids), { slots: 2, size: BATCH });

  constructor(@Inject(INGRESS_DATABASE) dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** Wakes who waits for it, in any process. */
  put(settlement: Settlement): Promise<void> {
    return this.puts.submit(settlement);
  }

  /** Null while it isn't known. */
  find(causeId: string): Promise<SettledTarget[] | null> {
    return this.finds.submit(causeId);
  }

  async prune(): Promise<void> {
    await this.pool.query(PRUNE);
  }

  private async insert(settlements: readonly Settlement[]): Promise<undefined[]> {
    const ids = settlements.map(({ causeId }) => causeId);
    const targets = settlements.map((settlement) => JSON.stringify(settlement.targets));
    await this.pool.query({ name: 'ingress-settle', text: PUT, values: [ids, targets] });
    return settlements.map(() => undefined);
  }

  private async select(ids: readonly string[]): Promise<(SettledTarget[] | null)[]> {
    const { rows } = await this.pool.query<Settlement>({ name: 'ingress-settled', text: FIND, values: [ids] });
    const found = new Map(rows.map(({ causeId, targets }) => [causeId, targets]));
    return ids.map((id) => found.get(id) ?? null);
  }
}
