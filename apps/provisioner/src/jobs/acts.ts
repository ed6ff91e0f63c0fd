import { randomUUID } from 'node:crypto';
import { appendToOutbox, type OutboxSignal } from '@usher/event-log';
import {
  encodeEvent,
  type EventMessage,
  OPERATION_EVENT_TYPE,
  type OperationEventData,
  type Origin,
  TOPICS,
} from '@usher/events';
import { inTransaction } from '@usher/persistence';
import { formatTraceparent } from '@usher/telemetry';
import type { Pool, PoolClient } from 'pg';

/** What an operator did, as the audit hears of it. */
export interface Act {
  /** Dotted: `target.reconcile`. */
  action: string;
  /** In words, without any secret. */
  detail: string;
  target: { id: string; name: string };
  connection?: string | null;
  user?: OperationEventData['user'];
  /** Nothing secret. */
  changes?: OperationEventData['changes'];
}

/** What an operator asks for, or why it can't be: expected failures are values. */
export type Answer<T> = { ok: true; value: T } | { ok: false; status: 400 | 404 | 409 | 503; message: string };

export const refused = (status: 400 | 404 | 409 | 503, message: string): Answer<never> => ({
  ok: false,
  status,
  message,
});

/** Carries out what an operator does: the change and the event that tells of it are one transaction. */
export class Acts {
  constructor(
    private readonly pool: Pool,
    private readonly signal: Pick<OutboxSignal, 'wake'>,
  ) {}

  /** `act` is told when `work` succeeds; without one nothing is. */
  async perform<T>(
    origin: Origin,
    work: (client: PoolClient) => Promise<Answer<{ answer: T; act: Act | null }>>,
  ): Promise<Answer<T>> {
    const result = await inTransaction(this.pool, async (client) => {
      const acted = await work(client);
      if (acted.ok && acted.value.act !== null) await appendToOutbox(client, [actMessage(acted.value.act, origin)]);
      return acted;
    });
    if (!result.ok) return result;
    if (result.value.act !== null) this.signal.wake();
    return { ok: true, value: result.value.answer };
  }
}

/** An event of `usher.operations.v1`; those of one site keep their order. */
export function actMessage(act: Act, origin: Origin, at = new Date()): EventMessage {
  const { action, detail, target, connection = null, user = null, changes = [] } = act;
  const data: OperationEventData = {
    ...{ connection, action, status: 'succeeded', code: null, detail, target, user, changes, origin },
  };
  return encodeEvent(TOPICS.operations, `target:${target.id}`, {
    id: randomUUID(),
    type: OPERATION_EVENT_TYPE,
    source: '/usher/provisioner',
    time: at.toISOString(),
    traceparent: formatTraceparent(origin),
    data,
  });
}
