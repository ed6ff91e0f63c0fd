import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type EventEnvelope, TOPICS, type UserEventData } from '@usher/events';
import { ApplyService } from '../apply/apply.service.js';

/** Names the transport that feeds these handlers, among those of other services in one process. */
export const PROVISIONER_TRANSPORT = Symbol('provisioner');

/** The door for events; what becomes of the message is said by what {@link ApplyService.apply} throws. */
@Controller()
export class UserEventsController {
  constructor(private readonly service: ApplyService) {}

  @EventPattern(TOPICS.users, PROVISIONER_TRANSPORT)
  user(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.service.apply(event);
  }

  /** The express carries the same events; what is recorded already ends silently. */
  @EventPattern(TOPICS.leavers, PROVISIONER_TRANSPORT)
  leaver(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.service.apply(event);
  }
}
