import { setTimeout as delay } from 'node:timers/promises';
import type { EventMessage } from '@usher/events';
import type { StoredMessage } from '../port.js';

/** Keeps what a consumer was given, in the order it finished, and waits for it. */
export class Recorder {
  readonly finished: StoredMessage[] = [];

  handle = async (message: StoredMessage): Promise<void> => {
    this.finished.push(message);
  };

  get values(): string[] {
    return this.finished.map((message) => message.value);
  }

  valuesOf(key: string): string[] {
    return this.finished.filter((message) => message.key === key).map((message) => message.value);
  }

  /** @throws when there are fewer different values within the time */
  async until(differentValues: number, milliseconds = 20_000): Promise<void> {
    await eventually(
      () => new Set(this.values).size >= differentValues,
      milliseconds,
      () => {
        return `${differentValues} messages, have ${new Set(this.values).size}`;
      },
    );
  }
}

export async function eventually(
  holds: () => boolean | Promise<boolean>,
  milliseconds = 20_000,
  what: () => string = () => 'condition',
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what()}`);
    await delay(5);
  }
}

/** `count` messages over `keys` keys, their values "0", "1", ... in the order of publishing. */
export function numbered(topic: string, count: number, keys: number, from = 0): EventMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    topic,
    key: `key-${(from + index) % keys}`,
    headers: { ce_id: String(from + index) },
    value: String(from + index),
  }));
}
