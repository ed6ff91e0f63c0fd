import { Inject, Injectable } from '@nestjs/common';
import { appendToOutbox, OutboxSignal } from '@usher/event-log';
import type { AttributeChange, Origin } from '@usher/events';
import type { DataSource, EntityManager } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import { operationEvent } from './operation-events.js';
import type { Outcome } from './outcome.js';
import { TokenDirectory } from './token-directory.js';

/** An act as the audit hears of it. */
export interface Act {
  connection: string;
  /** Dotted: `token.create`. */
  action: string;
  detail: string;
  changes: AttributeChange[];
}

/** What an act came to; `act` is null when nothing changed. */
export type Acted<T> = Outcome<{ answer: T; act: Act | null }>;

const LIVE = 'SELECT id FROM ingress.connections WHERE archived IS NULL ORDER BY id';

/** Carries out what an operator does: the change and the event that tells of it are one transaction. */
@Injectable()
export class OperatorActs {
  constructor(
    @Inject(INGRESS_DATABASE) private readonly dataSource: DataSource,
    private readonly signal: OutboxSignal,
    private readonly tokens: TokenDirectory,
  ) {}

  /** Ids of the connections that aren't deleted. */
  async live(): Promise<string[]> {
    const rows = (await this.dataSource.query(LIVE)) as { id: string }[];
    return rows.map(({ id }) => id);
  }

  /** In this process the change holds for the next request, in others within seconds. */
  async perform<T>(origin: Origin, work: (manager: EntityManager) => Promise<Acted<T>>): Promise<Outcome<T>> {
    const result = await this.dataSource.transaction(async (manager) => {
      const acted = await work(manager);
      if (acted.ok && acted.value.act !== null) {
        const operation = { ...acted.value.act, status: 'succeeded' as const, code: null };
        await appendToOutbox(manager, [operationEvent(operation, origin)]);
      }
      return acted;
    });
    if (!result.ok) return result;
    const { answer, act } = result.value;
    if (act !== null) {
      this.signal.wake();
      // It is committed: a failure to read it back now is mended by the next refresh.
      await this.tokens.reload().catch(() => undefined);
    }
    return { ok: true, value: answer };
  }
}
