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
import type { Mask } from '../policies/mask.js';
import { PolicyStore } from '../policies/policy.store.js';
import type { AuditEntry } from './entry.js';
import { EntryWriter } from './entry-writer.js';
import { groupEntry, operationEntry, outcomeEntry, requestEntry } from './from-event.js';

/** Names the audit's consumer among those of one process. */
export const AUDIT_TRANSPORT = Symbol('audit event log');

/** Makes each event one entry; a repeated delivery changes nothing. */
@Controller()
export class RecordController {
  constructor(
    private readonly writer: EntryWriter,
    private readonly policies: PolicyStore,
  ) {}

  @EventPattern(TOPICS.users, AUDIT_TRANSPORT)
  onUser(@Payload() event: EventEnvelope<UserEventData>): Promise<void> {
    return this.record(event, requestEntry);
  }

  @EventPattern(TOPICS.groups, AUDIT_TRANSPORT)
  onGroup(@Payload() event: EventEnvelope<GroupEventData>): Promise<void> {
    return this.record(event, groupEntry);
  }

  @EventPattern(TOPICS.outcomes, AUDIT_TRANSPORT)
  onOutcome(@Payload() event: EventEnvelope<OutcomeEventData>): Promise<void> {
    return this.record(event, outcomeEntry);
  }

  @EventPattern(TOPICS.operations, AUDIT_TRANSPORT)
  onOperation(@Payload() event: EventEnvelope<OperationEventData>): Promise<void> {
    return this.record(event, operationEntry);
  }
  /** As the connection's policy has it: without the values that are masked, and not at all when its time is over. */
  private async record<Data extends Recorded>(
    event: EventEnvelope<Data>,
    build: (event: EventEnvelope<Data>) => AuditEntry,
  ): Promise<void> {
    const mask = this.policies.maskOf(event.data.connection);
    const entry = mask.empty ? build(event) : masked(mask, event, build);
    if (!this.policies.isOver(entry)) await this.writer.write(entry);
  }
}

type Recorded = Pick<OperationEventData, 'connection' | 'changes'>;

/** Masked before it is put into words. */
function masked<Data extends Recorded>(
  mask: Mask,
  event: EventEnvelope<Data>,
  build: (event: EventEnvelope<Data>) => AuditEntry,
): AuditEntry {
  const { changes } = event.data;
  return mask.entry(build({ ...event, data: { ...event.data, changes: mask.changes(changes) } }), changes);
}
