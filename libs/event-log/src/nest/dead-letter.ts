import { TOPICS, type EventMessage } from '@usher/events';
import type { StoredMessage } from '../port.js';

/** Headers that a dead letter has besides those of the message it was. */
export const DEAD_LETTER_HEADERS = {
  topic: 'usher_original_topic',
  partition: 'usher_original_partition',
  offset: 'usher_original_offset',
  /** The consumer group that gave it up. */
  group: 'usher_group',
  /** Machine-readable, e.g. `malformed`, `unexpected_error`, or the code of the handler's DeadLetterError. */
  code: 'usher_code',
  reason: 'usher_reason',
  /** RFC 3339, UTC. */
  at: 'usher_dead_at',
} as const;

/** A password's hash, as a member of a JSON object, and wherever else it stands in what is no JSON. */
const HASH_MEMBER = /"password":"\$2[^"]*",|,?"password":"\$2[^"]*"/g;
const HASH = /\$2[aby]?\$\d\d\$[./A-Za-z0-9]{8,53}/g;

/**
 * The message again, with headers that say where it was and why it was given up. Dead letters are for people to read, and
 * outlive a connection's passing passwords on: hashes of passwords are taken out. The rest is unchanged.
 */
export function deadLetter(
  message: StoredMessage,
  why: { group: string; code: string; reason: string; at: Date },
): EventMessage {
  return {
    topic: TOPICS.deadLetters,
    key: message.key,
    value: message.value.replace(HASH_MEMBER, '').replace(HASH, '(hash removed)'),
    headers: {
      ...message.headers,
      [DEAD_LETTER_HEADERS.topic]: message.topic,
      [DEAD_LETTER_HEADERS.partition]: String(message.partition),
      [DEAD_LETTER_HEADERS.offset]: message.offset,
      [DEAD_LETTER_HEADERS.group]: why.group,
      [DEAD_LETTER_HEADERS.code]: why.code,
      [DEAD_LETTER_HEADERS.reason]: why.reason,
      [DEAD_LETTER_HEADERS.at]: why.at.toISOString(),
    },
  };
}
