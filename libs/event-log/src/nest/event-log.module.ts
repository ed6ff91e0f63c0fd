import { type DynamicModule, Module } from '@nestjs/common';
import { ALL_TOPICS } from '@usher/events';
import { LooseOutbox } from '../outbox/loose-outbox.js';
import { OutboxSignal } from '../outbox/signal.js';
import type { EventLog } from '../port.js';
import { type EventLogOptions, EventLogRuntime } from './runtime.js';

/** Injection token of the {@link EventLog}. */
export const EVENT_LOG = Symbol('EVENT_LOG');

/**
 * Global: provides {@link EVENT_LOG}, {@link OutboxSignal} and {@link LooseOutbox}, brings the schema `event_log` up to date, makes the
 * topics, and runs the outbox relay from the application's bootstrap until its consumers have stopped.
 */
@Module({})
export class EventLogModule {
  static forRoot(options: EventLogOptions): DynamicModule {
    return {
      module: EventLogModule,
      global: true,
      providers: [
        { provide: EventLogRuntime, useFactory: () => EventLogRuntime.open(options, ALL_TOPICS) },
        {
          provide: EVENT_LOG,
          useFactory: (runtime: EventLogRuntime): EventLog => runtime.log,
          inject: [EventLogRuntime],
        },
        { provide: LooseOutbox, useFactory: (runtime: EventLogRuntime) => runtime.loose, inject: [EventLogRuntime] },
        { provide: OutboxSignal, useFactory: (runtime: EventLogRuntime) => runtime.signal, inject: [EventLogRuntime] },
      ],
      exports: [EVENT_LOG, LooseOutbox, OutboxSignal],
    };
  }
}
