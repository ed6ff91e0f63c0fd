import type { EventMessage } from '@usher/events';
import { type Kafka, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { MAX_MESSAGE_BYTES } from './topics.js';

/** One request holds at most this many bytes of keys, headers and values, unless a single message has more. */
const CHUNK_BYTES = MAX_MESSAGE_BYTES / 8;

/** Writes with an idempotent producer, one request in flight: no duplicates from its retries, no reordering. */
export class KafkaWriter {
  private producer?: Promise<Producer>;

  constructor(private readonly kafka: Kafka) {}

  async write(messages: readonly EventMessage[]): Promise<void> {
    for (const chunk of chunks(messages)) await this.send(chunk);
  }

  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private async send(messages: readonly EventMessage[]): Promise<void> {
    const pending = (this.producer ??= this.connect());
    try {
      const producer = await pending;
      await producer.sendBatch({ acks: -1, topicMessages: byTopic(messages) });
    } catch (error) {
      // After a failure its sequence numbers may not be what the broker expects: begin with a new producer.
      if (this.producer === pending) await this.close();
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }
}

function byTopic(messages: readonly EventMessage[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, headers, value } of messages) {
    let entry = topics.get(topic);
    if (!entry) topics.set(topic, (entry = { topic, messages: [] }));
    entry.messages.push({ key, headers, value });
  }
  return [...topics.values()];
}

function* chunks(messages: readonly EventMessage[]): Generator<EventMessage[]> {
  let chunk: EventMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.value) + Buffer.byteLength(message.key) + 1024;
    if (chunk.length > 0 && bytes + size > CHUNK_BYTES) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
