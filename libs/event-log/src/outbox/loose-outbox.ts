import type { EventMessage } from '@usher/events';
import { appendToOutbox, type SqlClient } from './append.js';
import type { OutboxSignal } from './signal.js';

/** Milliseconds for which events gather. */
const GATHER = 250;
/** Milliseconds until a write that failed is tried again. */
const PAUSE = 2_000;
/** Events that wait for the database at most. */
const WAITING = 1_000;

/**
 * Takes events that no transaction and no answer waits for, such as that a request was refused: in batches, a moment
 * later, and so many at most while the database takes none. Those beyond are dropped.
 */
export class LooseOutbox {
  private waiting: EventMessage[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  /** @param complain is told of events that couldn't be written yet */
  constructor(
    private readonly client: SqlClient,
    private readonly signal: Pick<OutboxSignal, 'wake'>,
    private readonly complain: (events: number, error: unknown) => void,
  ) {}

  add(event: EventMessage): void {
    if (this.waiting.length >= WAITING) return;
    this.waiting.push(event);
    this.writeAfter(GATHER);
  }

  /** Writes all there is. */
  async close(): Promise<void> {
    clearTimeout(this.gathering);
    await this.writing;
    if (this.waiting.length > 0) await this.write();
    clearTimeout(this.gathering);
  }

  private writeAfter(pause: number): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.writing = this.writing.then(() => this.write());
    }, pause).unref();
  }

  private async write(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      await appendToOutbox(this.client, batch);
      this.signal.wake();
    } catch (error) {
      this.complain(batch.length, error);
      this.waiting = [...batch, ...this.waiting].slice(0, WAITING);
      this.writeAfter(PAUSE);
    }
  }
}
