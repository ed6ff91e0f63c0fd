import { Coalescer } from '@usher/concurrency';
import { RetryLaterError } from '@usher/event-log';
import type { BudgetSettings } from '@usher/provisioning';
import type { Pool } from 'pg';

/** A user's access to a site ends with this revision. */
export interface Departure {
  scimId: string;
  revision: number;
  budget: BudgetSettings;
}

/**
 * How many departures a site may see in a window of time without anybody's approval. The count is kept in the
 * database, under a lock of the target, so that it holds over all processes: at no moment are there more in the window
 * than allowed. The share is one of the accounts that are linked at that moment, shut ones included, rounded down.
 * What an operator approved isn't asked for here, and doesn't count.
 */
export class Budget {
  private readonly targets = new Map<string, Coalescer<Departure, boolean>>();

  constructor(private readonly pool: Pool) {}

  /**
   * Counts the departure, unless the budget is spent: then false. One that was counted once is free.
   * @throws {RetryLaterError} when the database doesn't serve
   */
  async admit(targetId: string, departure: Departure): Promise<boolean> {
    const { count, share } = departure.budget;
    if (count === null && share === null) return true;
    let asked = this.targets.get(targetId);
    if (asked === undefined) {
      asked = new Coalescer((departures) => this.ask(targetId, departures), { slots: 1, size: 100 });
      this.targets.set(targetId, asked);
    }
    try {
      return await asked.submit(departure);
    } catch (error) {
      throw new RetryLaterError(`The database does not serve: ${(error as Error).message}`);
    }
  }

  /** Those that came last know the settings best. */
  private async ask(targetId: string, departures: readonly Departure[]): Promise<boolean[]> {
    const budget = departures.at(-1)?.budget;
    const { rows } = await this.pool.query<{ verdicts: boolean[] }>({
      name: 'provisioner-admit',
      text: 'SELECT provisioner.admit($1, $2::text[], $3::bigint[], $4, $5, $6) AS verdicts',
      values: [
        targetId,
        departures.map(({ scimId }) => scimId),
        departures.map(({ revision }) => revision),
        budget?.count ?? null,
        budget?.share ?? null,
        budget?.windowMinutes ?? 1,
      ],
    });
    return rows[0]?.verdicts ?? [];
  }
}
