import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { decodeEvent, MalformedEventError, validateEvent } from '@usher/events';
import { isObservable, lastValueFrom } from 'rxjs';
import { defaultBackoff } from '../backoff.js';
import type { EventLog, StoredMessage, Subscription } from '../port.js';
import { EventLogContext } from './context.js';
import { deadLetter } from './dead-letter.js';
import { RetryLaterError } from './errors.js';
import { messageOf, verdictOn } from './verdict.js';

export interface EventLogServerOptions {
  log: EventLog;
  /** Consumer group. */
  group: string;
  /** The symbol that the handlers name: `@EventPattern(TOPICS.users, MY_TRANSPORT)`. */
  transportId: symbol;
  /** In order of precedence when more is waiting than can be in work. */
  topics: readonly string[];
  /** Messages in work at once. */
  concurrency: number;
}

/** An attempt by which a wait is no short one, and milliseconds between lines about those that wait. */
const LONG = 5;
const TELL_EVERY = 60_000;

/** Tells the log's consumer after how long to give the message again; the error is logged already. */
class Again extends Error {
  constructor(readonly afterMs: number) {
    super('again');
  }
}

/**
 * Nest's transport over the event log: an ordinary `@EventPattern(topic, transportId)` method handles the messages
 * of a topic, and what it throws decides what happens next (see errors.ts; anything else is tried again five
 * times and then a dead letter). A message that is no valid event is a dead letter at once.
 */
export class EventLogServer extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  /** The handler's failure is ours to judge; Nest needn't report it. */
  override readonly propagatesEventHandlerErrors = true;
  private subscription?: Subscription;
  /** Unexpected errors that a message has caused. */
  private readonly faults = new WeakMap<StoredMessage, number>();
  private toldOfWaiting = -Infinity;

  constructor(private readonly options: EventLogServerOptions) {
    super();
    this.transportId = options.transportId;
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    const { log, group, topics, concurrency } = this.options;
    try {
      const unhandled = topics.filter((topic) => !this.getHandlerByPattern(topic));
      if (unhandled.length > 0) throw new Error(`group ${group} has no handler for ${unhandled.join(', ')}`);
      this.subscription = await log.subscribe({
        group,
        topics,
        concurrency,
        handle: (message, attempt) => this.handle(message, attempt),
        backoff: (attempt, error) => (error instanceof Again ? error.afterMs : defaultBackoff(attempt)),
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = undefined;
  }

  /** The transport has no events of its own. */
  on(): void {}

  unwrap<T>(): T {
    return this.options.log as T;
  }

  private async handle(message: StoredMessage, attempt: number): Promise<void> {
    try {
      await this.dispatch(message, attempt);
    } catch (error) {
      await this.judge(error, message, attempt);
    }
  }

  private async dispatch(message: StoredMessage, attempt: number): Promise<void> {
    const event = decodeEvent(message);
    const fault = validateEvent(message.topic, event);
    if (fault) throw new MalformedEventError(fault);
    const handler = this.getHandlerByPattern(message.topic);
    if (!handler) throw new MalformedEventError(`no handler for ${message.topic}`);
    const context = new EventLogContext([message, attempt]);
    await new Promise<void>((resolve, reject) => {
      this.onProcessingStartHook(this.transportId, context, () =>
        settle(handler, event, context).then(resolve, reject),
      );
    }).finally(() => this.onProcessingEndHook?.(this.transportId, context));
  }

  private async judge(error: unknown, message: StoredMessage, attempt: number): Promise<void> {
    const faults = this.faults.get(message) ?? 0;
    const verdict = verdictOn(error, attempt, faults);
    if (!(error instanceof RetryLaterError)) this.faults.set(message, faults + 1);
    const where = `${message.topic}/${message.partition}@${message.offset} (${this.options.group}, attempt ${attempt})`;
    if (verdict.then === 'retry') {
      if (!(error instanceof RetryLaterError))
        this.logger.warn(`${where}: again in ${verdict.afterMs} ms: ${messageOf(error)}`);
      else if (attempt >= LONG) this.tellOfWaiting(`${where}: still waits: ${error.reason}`);
      throw new Again(verdict.afterMs);
    }
    const { code, reason } = verdict;
    this.logger.warn(`${where}: dead letter, ${code}: ${reason}`);
    // Should this fail, the message is handled again: rather twice than lost.
    await this.options.log.publish([deadLetter(message, { group: this.options.group, code, reason, at: new Date() })]);
  }

  /** One for all: what one message waits for, the others mostly wait for as well. */
  private tellOfWaiting(line: string): void {
    if (performance.now() - this.toldOfWaiting < TELL_EVERY) return;
    this.toldOfWaiting = performance.now();
    this.logger.warn(line);
  }
}

async function settle(handler: MessageHandler, data: unknown, context: EventLogContext): Promise<void> {
  const result: unknown = await handler(data, context);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
