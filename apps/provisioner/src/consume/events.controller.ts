import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type EventEnvelope, type OperationEventData, TOPICS, type UserEventData } from '@usher/events';
import { PasswordEnds } from '../intake/password-ends.js';
import { WorkQueue } from '../work/work-queue.js';

/** Names the transport that feeds these handlers, among those of other services in one process. */
export const PROVISIONER_TRANSPORT = Symbol('provisioner');

/** The door for events: they are through when they are stored; what the sites make of them is the queue's matter. */
@Controller()
export class EventsController {
  constructor(
    private readonly queue: WorkQueue,
    private readonly passwords: PasswordEnds,
  ) {}

  @EventPattern(TOPICS.users, PROVISIONER_TRANSPORT)
  user(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.queue.intake(event);
  }

  /** The express carries the same events, ahead of what waits. */
  @EventPattern(TOPICS.leavers, PROVISIONER_TRANSPORT)
  leaver(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.queue.intake(event, true);
  }

  @EventPattern(TOPICS.operations, PROVISIONER_TRANSPORT)
  operation(@Payload() event: EventEnvelope<OperationEventData>): Promise<void> {
    return this.passwords.heard(event);
  }
}
