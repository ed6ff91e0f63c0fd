import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RetryLaterError } from '@usher/event-log';
import { type AccountEventData, type EventEnvelope, type SettlementEventData, TOPICS } from '@usher/events';
import { isDatabaseFault } from '../directory/database-errors.js';
import { AccountImport } from '../imports/account-import.js';
import { SettlementInbox } from '../settlements/settlement-inbox.js';

/** Names the transport that feeds these handlers, among those of other services in one process. */
export const INGRESS_TRANSPORT = Symbol('ingress');

/** The door for what the ingress hears from the sites. */
@Controller()
export class IngressEventsController {
  constructor(
    private readonly settlements: SettlementInbox,
    private readonly imports: AccountImport,
  ) {}

  @EventPattern(TOPICS.settlements, INGRESS_TRANSPORT)
  settled(@Payload() event: EventEnvelope<SettlementEventData>): Promise<void> {
    return untilStored(() => this.settlements.take(event));
  }

  @EventPattern(TOPICS.accounts, INGRESS_TRANSPORT)
  account(@Payload() event: EventEnvelope<AccountEventData>): Promise<void> {
    return untilStored(() => this.imports.take(event));
  }
}

/** A database that is away, or refuses, is no fault of the event. */
async function untilStored(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isDatabaseFault(error)) throw new RetryLaterError(`the database: ${String(error)}`);
    throw error;
  }
}
