import type { EventEnvelope } from './envelope.js';

/** Why an event of that topic isn't valid by its JSON Schema, in one line; undefined when it is, or the topic has none. */
export function validateEvent(_topic: string, _event: EventEnvelope): string | undefined {
  return undefined;
}
