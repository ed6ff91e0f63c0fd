import { randomUUID } from 'node:crypto';
import {
  encodeEvent,
  type EventMessage,
  OPERATION_EVENT_TYPE,
  type OperationEventData,
  type Origin,
  TOPICS,
} from '@usher/events';
import { formatTraceparent } from '@usher/telemetry';

/** What an operation's event tells besides who did it. */
export type Operation = Pick<OperationEventData, 'connection' | 'action' | 'status' | 'code' | 'detail' | 'changes'> &
  Partial<Pick<OperationEventData, 'user'>>;

/** An event of `usher.operations.v1`; those of one connection keep their order. */
export function operationEvent(operation: Operation, origin: Origin, at = new Date()): EventMessage {
  const data: OperationEventData = { user: null, ...operation, target: null, origin };
  return encodeEvent(TOPICS.operations, operation.connection ?? 'usher', {
    id: randomUUID(),
    type: OPERATION_EVENT_TYPE,
    source: '/usher/ingress',
    time: at.toISOString(),
    traceparent: formatTraceparent(origin),
    data,
  });
}
