import type { EventMessage } from '@usher/events';

/** A pg client or pool, or TypeORM's QueryRunner, EntityManager or DataSource. */
export interface SqlClient {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/**
 * The columns of outbox rows as four arrays, for a statement of your own that writes state and event at once:
 *
 *     WITH changed AS (UPDATE ... RETURNING ...)
 *     INSERT INTO event_log.outbox (topic, key, headers, value)
 *     SELECT topic, key, headers, value
 *     FROM unnest($5::text[], $6::text[], $7::text[], $8::text[]) AS row (topic, key, headers, value)
 */
export function outboxColumns(
  messages: readonly EventMessage[],
): [topics: string[], keys: string[], headers: string[], values: string[]] {
  return [
    messages.map((message) => message.topic),
    messages.map((message) => message.key),
    messages.map((message) => JSON.stringify(message.headers)),
    messages.map((message) => message.value),
  ];
}

const APPEND = `
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT topic, key, headers, value
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS row (topic, key, headers, value, n)
  ORDER BY n`;

/**
 * Writes events into the outbox, in the transaction that `client` is in. After its commit call
 * {@link OutboxSignal.wake}, or the relay finds them with its next poll.
 */
export async function appendToOutbox(client: SqlClient, messages: readonly EventMessage[]): Promise<void> {
  if (messages.length > 0) await client.query(APPEND, outboxColumns(messages));
}
