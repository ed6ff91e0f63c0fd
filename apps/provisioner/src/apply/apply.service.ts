import { Lanes } from '@usher/concurrency';
import { DeadLetterError, type OutboxSignal, RetryLaterError } from '@usher/event-log';
import type { EventEnvelope, UserEventData } from '@usher/events';
import { carryOut, type Conclusion, type UserEvent } from '@usher/provisioning';
import type { LinkStore } from '../links/link.store.js';
import { outcomesTotal } from '../metrics.js';
import type { Target } from '../targets/target.js';
import type { TargetRegistry } from '../targets/target.registry.js';
import { outcomeMessage } from './outcome-event.js';

/** Milliseconds before an event whose site is closed comes to the gate again, to wait there. */
const AT_THE_GATE = 250;

/** Load the link, decide, execute, record: what is done with one event of one user. */
export class ApplyService {
  /** A user's event on the express and one on the ordinary topic take turns. */
  private readonly turns = new Lanes();

  constructor(
    private readonly targets: TargetRegistry,
    private readonly links: LinkStore,
    private readonly signal: Pick<OutboxSignal, 'wake'>,
  ) {}

  /**
   * Ends when the outcome is durable, or when there is nothing to tell.
   * @throws {RetryLaterError} when the event has to be given again.
   */
  async apply(event: EventEnvelope<UserEventData>): Promise<void> {
    for (const target of this.targets.fedBy(event.data.connection)) {
      await this.turns.run(`${target.id}/${event.data.user.id}`, () => this.applyTo(target, event));
    }
  }

  private async applyTo(target: Target, envelope: EventEnvelope<UserEventData>): Promise<void> {
    const { user } = envelope.data;
    const event: UserEvent = { id: envelope.id, type: envelope.type, user };
    const link = await this.links.load({ targetId: target.id, scimId: user.id });
    const urgent = user.deleted || !user.active;
    const ending = await carryOut({ event, link, policy: target.policy }, (operation) =>
      target.send(operation, urgent),
    );
    switch (ending.kind) {
      case 'recorded':
        return;
      case 'interrupted':
        throw new RetryLaterError(
          `${target.name}: ${ending.step.reason}`,
          ending.step.kind === 'transient' ? ending.step.afterMs : AT_THE_GATE,
        );
      case 'concluded':
        return this.record(target, envelope, ending);
    }
  }

  private async record(
    target: Target,
    event: EventEnvelope<UserEventData>,
    { outcome, link }: Conclusion,
  ): Promise<void> {
    const { user } = event.data;
    const { code, detail } = outcome;
    const rejected = outcome.type === 'rejected' && code !== null;
    try {
      await this.links.record({
        ...{ targetId: target.id, scimId: user.id, userName: user.userName, link },
        message: outcomeMessage(event, target, outcome, new Date()),
        deadLetter: rejected ? { causeId: event.id, revision: user.revision, code, reason: detail } : null,
      });
    } catch (error) {
      if (error instanceof RetryLaterError) throw error;
      throw new DeadLetterError('unrecordable', `The outcome can't be recorded: ${(error as Error).message}`);
    }
    outcomesTotal.inc({ target: target.id, type: outcome.type, action: outcome.action });
    this.signal.wake();
  }
}
