import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RetryLaterError } from '@usher/event-log';
import {
  type AccountEventData,
  DIRECTORY_REQUEST,
  type EventEnvelope,
  type OperationEventData,
  type SettlementEventData,
  TOPICS,
} from '@usher/events';
import { ConnectionsService } from '../connections/connections.service.js';
import { isDatabaseFault } from '../directory/database-errors.js';
import { AccountImport } from '../imports/account-import.js';
import { SettlementInbox } from '../settlements/settlement-inbox.js';

/** Names the transport that feeds these handlers, among those of other services in one process. */
export const INGRESS_TRANSPORT = Symbol('ingress');

/** The door for what the ingress hears from the sites, and from the provisioner. */
@Controller()
export class IngressEventsController {
  constructor(
    private readonly settlements: SettlementInbox,
    private readonly imports: AccountImport,
    private readonly connections: ConnectionsService,
  ) {}

  @EventPattern(TOPICS.settlements, INGRESS_TRANSPORT)
  settled(@Payload() event: EventEnvelope<SettlementEventData>): Promise<void> {
    return untilStored(() => this.settlements.take(event));
  }

  @EventPattern(TOPICS.accounts, INGRESS_TRANSPORT)
  account(@Payload() event: EventEnvelope<AccountEventData>): Promise<void> {
    return untilStored(() => this.imports.take(event));
  }

  /** Of a request that comes twice everybody is published twice: that changes nothing. */
  @EventPattern(TOPICS.operations, INGRESS_TRANSPORT)
  async operation(@Payload() { data }: EventEnvelope<OperationEventData>): Promise<void> {
    if (data.action === DIRECTORY_REQUEST) await untilStored(() => this.connections.resyncAll(data.origin));
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
