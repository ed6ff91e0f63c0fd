import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  type EventEnvelope,
  type GroupEventData,
  type OperationEventData,
  type OutcomeEventData,
  TOPICS,
  type UserEventData,
} from '@usher/events';
import { EntryWriter } from './entry-writer.js';
import { groupEntry, operationEntry, outcomeEntry, requestEntry } from './from-event.js';

/** Names the audit's consumer among those of one process. */
export const AUDIT_TRANSPORT = Symbol('audit event log');

/** Makes each event one entry; a repeated delivery changes nothing. */
@Controller()
export class RecordController {
  constructor(private readonly writer: EntryWriter) {}

  @EventPattern(TOPICS.users, AUDIT_TRANSPORT)
  onUser(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.writer.write(requestEntry(event));
  }

  @EventPattern(TOPICS.groups, AUDIT_TRANSPORT)
  onGroup(@Payload() event: EventEnvelope<GroupEventData>): Promise<void> {
    return this.writer.write(groupEntry(event));
  }

  @EventPattern(TOPICS.outcomes, AUDIT_TRANSPORT)
  onOutcome(@Payload() event: EventEnvelope<OutcomeEventData>): Promise<void> {
    return this.writer.write(outcomeEntry(event));
  }

  @EventPattern(TOPICS.operations, AUDIT_TRANSPORT)
  onOperation(@Payload() event: EventEnvelope<OperationEventData>): Promise<void> {
    return this.writer.write(operationEntry(event));
  }
}
