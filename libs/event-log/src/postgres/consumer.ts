import { Logger } from '@nestjs/common';
import { Gate } from '../gate.js';
import { LaneRunner } from '../lanes/lane-runner.js';
import type { ConsumerOptions } from '../port.js';
import { GroupReader } from './group-reader.js';
import { Reconnection } from './reconnection.js';
import { PgSession } from './session.js';

const POLL = 500;
const STANDBY_POLL = 1000;
/** Offsets are committed at most this often: a commit later costs only some repetition after a kill. */
const COMMIT_EVERY = 20;

/** One group's work on its topics, on a connection of its own; begins again on a new one when that is lost. */
export class PostgresConsumer {
  private readonly logger = new Logger('PostgresEventLog');
  private readonly gate = new Gate();
  private readonly reconnection = new Reconnection();
  private stopping = false;
  private working?: Promise<void>;

  constructor(
    private readonly connection: { databaseUrl: string; clientId: string },
    private readonly options: ConsumerOptions,
    /** Whether that backend's notifications tell only what {@link wake} has told. */
    private readonly isOwnBackend: (processId: number) => boolean,
  ) {}

  /** @throws when the database can't be reached now; later losses are mended */
  async start(): Promise<void> {
    const session = await this.open();
    this.working = this.work(session);
  }

  wake(): void {
    this.gate.wake();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.gate.wake();
    this.reconnection.stop();
    await this.working;
  }

  private open(): Promise<PgSession> {
    return PgSession.open({
      url: this.connection.databaseUrl,
      name: `${this.connection.clientId}/${this.options.group}`,
      channel: 'usher_event_log',
      onNotify: (processId) => {
        if (!this.isOwnBackend(processId)) this.gate.wake();
      },
      onLost: () => this.gate.wake(),
    });
  }

  private async work(first: PgSession): Promise<void> {
    let session: PgSession | undefined = first;
    while (!this.stopping) {
      try {
        session ??= await this.open();
        this.reconnection.succeeded();
        await this.consume(session);
      } catch (error) {
        this.logger.warn(`${this.options.group}: ${String(error)}; again in ${this.reconnection.after} ms`);
      } finally {
        await session?.close();
        session = undefined;
      }
      await this.reconnection.wait();
    }
    await session?.close();
  }

  private async consume(session: PgSession): Promise<void> {
    const runner = new LaneRunner({ ...this.options, onProgress: () => this.gate.wake() });
    const reader = new GroupReader(session, runner, this.options.group, this.options.topics);
    try {
      await this.pump(session, reader);
    } finally {
      // Also after a loss: a key must not be in work twice, once for the old session and once for the new one.
      await runner.stop();
    }
    await reader.commit();
  }

  /** Until asked to stop; throws when the connection is lost. */
  private async pump(session: PgSession, reader: GroupReader): Promise<void> {
    // By a clock that nobody sets: one that is set back would put off both for as long.
    let nextCommit = 0;
    let nextTry = 0;
    while (!this.stopping) {
      session.assertAlive();
      if (performance.now() >= nextTry)
        nextTry = (await reader.acquire()) ? Infinity : performance.now() + STANDBY_POLL;
      const more = await reader.read();
      if (performance.now() >= nextCommit) {
        await reader.commit();
        nextCommit = performance.now() + COMMIT_EVERY;
      }
      if (!more) await this.gate.wait(reader.hasToCommit ? Math.max(1, nextCommit - performance.now()) : POLL);
    }
  }
}
