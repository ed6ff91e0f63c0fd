import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { OutboxSignal } from '@usher/event-log';
import { formatTraceparent, newTraceId } from '@usher/telemetry';
import type { Pool } from 'pg';
import { isUnavailable } from '@usher/persistence';
import { INGRESS_POOL } from '../../database.js';
import type { Cause } from '../cause.js';
import { LINKABLE } from './group-statements.js';
import { GroupRepository } from './group.repository.js';

/** Milliseconds between looks for pending members that came while nobody looked. */
const SWEEP = 10_000;

/**
 * Puts members into the groups that named them before they were there. It is done as soon as they come; a user and a
 * group that come at the same instant don't see each other, and a process may be killed between, so that all pending
 * members are looked at again and again.
 */
@Injectable()
export class PendingMembers implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('PendingMembers');
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    @Inject(INGRESS_POOL) private readonly pool: Pool,
    private readonly groups: GroupRepository,
    private readonly outbox: OutboxSignal,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => {
        if (!isUnavailable(error)) this.logger.error(error);
      });
    }, SWEEP);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Within the connection of the cause. What fails is done by the next sweep. */
  async link(cause: Cause): Promise<void> {
    try {
      await this.linkAll(await this.linkable(cause.connection), () => cause);
    } catch (error) {
      this.logger.warn(`pending members are linked later: ${String(error)}`);
    }
  }

  /** One at a time: while a change of many users goes on, each would wait for it with a connection of its own. */
  sweep(): Promise<void> {
    this.sweeping ??= this.linkable(null)
      .then((groups) => this.linkAll(groups, byUsher))
      .finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async linkAll(
    groups: readonly { connection: string; id: string }[],
    cause: (connection: string) => Cause,
  ): Promise<void> {
    for (const { connection, id } of groups) await this.groups.link(cause(connection), id);
    if (groups.length > 0) this.outbox.wake();
  }

  private async linkable(connection: string | null): Promise<{ connection: string; id: string }[]> {
    return (await this.pool.query<{ connection: string; id: string }>(LINKABLE, [connection])).rows;
  }
}

function byUsher(connection: string): Cause {
  const traceId = newTraceId();
  const origin = { sourceIp: '127.0.0.1', tokenId: '', actor: 'Usher', traceId };
  return { connection, origin, traceparent: formatTraceparent({ traceId }) };
}
