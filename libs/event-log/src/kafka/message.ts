import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { StoredMessage } from '../port.js';

/** A record of Kafka as the port has it. A header given several times counts with its first value. */
export function storedMessage(topic: string, partition: number, record: KafkaMessage): StoredMessage {
  return {
    topic,
    partition,
    offset: record.offset,
    key: record.key?.toString() ?? '',
    headers: headersOf(record.headers ?? {}),
    value: record.value?.toString() ?? '',
  };
}

function headersOf(raw: IHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, given] of Object.entries(raw)) {
    const value = Array.isArray(given) ? given[0] : given;
    if (value !== undefined) headers[name] = value.toString();
  }
  return headers;
}
