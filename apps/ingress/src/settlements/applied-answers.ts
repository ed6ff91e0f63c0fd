import { Injectable, Logger } from '@nestjs/common';
import type { AwaitedChange, Cause } from '../directory/cause.js';
import { UsersService } from '../directory/users/users.service.js';
import { SettlementWaits } from './settlement-waits.js';
import { type SitesVerdict, verdictOf } from './verdict.js';

/** Who takes back what the identity provider asked for, as the audit names it. */
export const WITHDRAWN_BY = 'Usher: withdrawn because the site refused';

const WHAT_REMAINS = {
  create: 'The user was not kept: put that right and send the user again.',
  notWithdrawn: 'The user is kept in Usher all the same, as it could not be taken back.',
  update: 'The change is kept in Usher all the same, and the site gets it again with the next change of this user.',
  delete: 'The user is deleted in Usher all the same.',
} as const;

/** Answers that wait for the sites. */
@Injectable()
export class AppliedAnswers {
  private readonly logger = new Logger('Settlements');

  constructor(
    private readonly waits: SettlementWaits,
    private readonly users: UsersService,
  ) {}

  /**
   * What the sites made of each change, in their order. A create that a site refuses is withdrawn: the user is deleted
   * again, for all sites, so that the identity provider may try once more with the same names.
   */
  async settle(
    cause: Cause,
    changes: readonly AwaitedChange[],
    seconds: number,
    signal: AbortSignal,
  ): Promise<SitesVerdict[]> {
    const ids = changes.map(({ eventId }) => eventId);
    const settled = await this.waits.wait(ids, seconds * 1000, signal);
    return Promise.all(
      changes.map(async (change) => {
        const verdict = verdictOf(change.kind, settled.get(change.eventId));
        if (verdict.state !== 'refused') return verdict;
        const remains = change.kind === 'create' ? await this.withdraw(cause, change.userId) : change.kind;
        const detail = `${verdict.error.detail} ${WHAT_REMAINS[remains]}`;
        return { ...verdict, error: { ...verdict.error, detail } };
      }),
    );
  }

  private async withdraw(cause: Cause, id: string): Promise<'create' | 'notWithdrawn'> {
    const { connection, origin, traceparent } = cause;
    try {
      const by = { connection, origin: { ...origin, actor: WITHDRAWN_BY }, traceparent };
      const deleted = await this.users.delete(by, id, null);
      // Somebody else has deleted it: gone is gone.
      return deleted.ok || deleted.error.status === 404 ? 'create' : 'notWithdrawn';
    } catch (error) {
      this.logger.warn(`the refused user ${id} of ${connection} stays: ${String(error)}`);
      return 'notWithdrawn';
    }
  }
}
