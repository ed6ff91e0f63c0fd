import type { EventMessage } from '@usher/events';

/** A message as a consumer gets it. */
export interface StoredMessage extends EventMessage {
  partition: number;
  /** Grows within a partition, not necessarily by one. Decimal text, since Kafka's are 64 bit. */
  offset: string;
}

export interface ConsumerOptions {
  /** Consumer group: each group gets every message once (at least); a new group begins with the oldest message kept. */
  group: string;
  /** When more is waiting than can be in work, messages of an earlier topic of this list are given first. */
  topics: readonly string[];
  /** Messages in work at once over all keys; of one key of a topic never two. */
  concurrency: number;
  /**
   * Called for one message; messages of one key one after another, in order. When it rejects, the message is
   * given again after the backoff (its key waits; the others go on); the offset is committed only when every
   * message before it is finished.
   *
   * @param attempt 1 for the first time since this process got the message
   */
  handle(message: StoredMessage, attempt: number): Promise<void>;
  /** Milliseconds to wait after attempt n failed with this error; default {@link defaultBackoff}. */
  backoff?(attempt: number, error: unknown): number;
}

/** A running consumer. */
export interface Subscription {
  /** Resolves when what is in work is finished and committed; nothing is given afterwards. */
  stop(): Promise<void>;
}

/** The event log: a durable, partitioned, ordered log. Two adapters stand behind it: Kafka and PostgreSQL. */
export interface EventLog {
  /** Makes the topics that are missing; idempotent. */
  ensureTopics(topics: readonly string[]): Promise<void>;
  /** Resolves when every message is durable. Order is kept for messages of one key. */
  publish(messages: readonly EventMessage[]): Promise<void>;
  subscribe(options: ConsumerOptions): Promise<Subscription>;
  /** Resolves when the log can be reached; rejects with a one-line reason. */
  check(): Promise<void>;
  /** Stops every subscription, then lets go of the connections. */
  close(): Promise<void>;
}
