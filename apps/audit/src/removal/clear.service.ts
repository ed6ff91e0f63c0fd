import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { COMMON_CHAIN } from '../chain/canonical.js';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import { conditionsOf, type EntryFilter } from '../query/filter.js';
import { actEntry, type Actor } from '../record/act.js';
import { Confirmations, type ConfirmationFault, type Shown } from './confirmation.js';
import { type Condition, mark, takeMarked } from './marked.js';
import { alone, transactionOn } from './session.js';
import type { ChainRun } from './settle.js';

/** How long another removal is waited for. */
const PATIENCE = 5_000;

export interface ClearPreview {
  entries: number;
  /** Times of the first and the last of them. */
  from: string | null;
  to: string | null;
  /** To be sent with the request that clears. */
  confirmation: string;
  expiresAt: string;
}

export interface Cleared {
  entries: number;
  /** The entries that tell of it, one in each chain. */
  tombstones: { chain: string; entries: number; id: string | null }[];
}

/** `busy`: another removal is under way. */
export type ClearResult = { ok: true; value: Cleared } | { ok: false; fault: ConfirmationFault | 'busy' };

export interface ClearRequest {
  filter: EntryFilter;
  confirmation: string;
  reason: string;
  /** Entries so far, after each transaction. */
  progress(entries: number): void;
}

@Injectable()
export class ClearService {
  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly confirmations: Confirmations,
    private readonly checkpoints: Checkpoints,
  ) {}

  async preview(filter: EntryFilter): Promise<ClearPreview> {
    const pool = poolOf(this.database);
    const { rows } = await pool.query<{ position: number }>('SELECT position::float8 AS position FROM audit.ledger');
    const position = rows[0]?.position ?? 0;
    const { entries, from, to } = await this.count(filter, position);
    return { entries, from, to, ...this.confirmations.make(shown(filter, position, entries), new Date()) };
  }

  /** Whether a confirmation is good for what there is now. */
  async check(filter: EntryFilter, confirmation: string): Promise<ConfirmationFault | undefined> {
    const position = this.confirmations.positionOf(confirmation);
    if (position === undefined) return 'malformed';
    const { entries } = await this.count(filter, position);
    return this.confirmations.check(confirmation, shown(filter, position, entries), new Date());
  }

  /**
   * Takes out what was shown, in short transactions: broken off it leaves chains that verify, and says in each of them what
   * is gone. What came in after the preview stays.
   */
  async clear({ filter, confirmation, reason, progress }: ClearRequest, by: Actor): Promise<ClearResult> {
    const position = this.confirmations.positionOf(confirmation);
    if (position === undefined) return { ok: false, fault: 'malformed' };
    const pool = poolOf(this.database);
    const cleared = await alone(pool, PATIENCE, async (client): Promise<ClearResult> => {
      const chains = await mark(client, conditionOf(filter, position));
      const entries = [...chains.values()].reduce((sum, n) => sum + n, 0);
      const fault = this.confirmations.check(confirmation, shown(filter, position, entries), new Date());
      if (fault !== undefined) return { ok: false, fault };
      const cause = askedFor(by, filter, entries, reason);
      await transactionOn(client, () => this.checkpoints.append(client, [cause]));
      const runs: ChainRun[] = [];
      for (const chain of chains.keys()) {
        const before = sumOf(runs);
        const run = await takeMarked(client, chain, {
          act: {
            ...{ ...by, action: 'audit.clear', causeId: cause.id },
            detailOf: (n) => `${by.actor} cleared ${n === 1 ? '1 entry' : `${n} entries`}`,
          },
          ...{ remember: true, checkpoints: this.checkpoints, now: () => new Date() },
          progress: (now) => progress(before + now.entries),
        });
        runs.push(run);
      }
      const tombstones = runs.map((run) => ({ chain: run.chain, entries: run.entries, id: run.tombstone }));
      return { ok: true, value: { entries: sumOf(runs), tombstones } };
    });
    return cleared?.value ?? { ok: false, fault: 'busy' };
  }

  private async count(
    filter: EntryFilter,
    position: number,
  ): Promise<Omit<ClearPreview, 'confirmation' | 'expiresAt'>> {
    const { sql, values } = conditionOf(filter, position);
    const text = `
      SELECT count(*)::float8 AS entries, min(occurred_at) AS "from", max(occurred_at) AS "to"
      FROM audit.entries e WHERE ${sql}`;
    const { rows } = await poolOf(this.database).query<{ entries: number; from: Date | null; to: Date | null }>(text, [
      ...values,
    ]);
    const { entries = 0, from, to } = rows[0] ?? {};
    return { entries, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
  }
}

const sumOf = (runs: readonly ChainRun[]): number => runs.reduce((sum, { entries }) => sum + entries, 0);

function shown(filter: EntryFilter, position: number, entries: number): Shown {
  const words = `clear ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  return { words, about: { act: 'clear', filter: given(filter), entries }, position };
}

/** What of a filter is set, in one order, as it is recorded. */
export function given(filter: EntryFilter): Record<string, string | string[]> {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  const texts = set.map(([name, value]): [string, string | string[]] => [
    name,
    value instanceof Date ? value.toISOString() : (value as string | string[]),
  ]);
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The record of what was done to the audit itself goes by retention only. */
function conditionOf(filter: EntryFilter, position: number): Condition {
  const values: unknown[] = [position];
  const conditions = conditionsOf(filter, (value) => `$${values.push(value)}`);
  return { sql: ['e.position <= $1', `e.action NOT LIKE 'audit.%'`, ...conditions].join(' AND '), values };
}

/** What was asked for, and why: apart from the tombstones, since it may name persons. */
function askedFor(by: Actor, filter: EntryFilter, entries: number, reason: string) {
  const set = Object.entries(given(filter));
  const which =
    set.length === 0 ? 'all entries' : `entries with ${set.map(([n, v]) => `${n} ${String(v)}`).join(', ')}`;
  return actEntry(by, {
    ...{
      action: 'audit.clear.request',
      connection: COMMON_CHAIN === filter.connection ? null : (filter.connection ?? null),
    },
    detail: `${by.actor} asked to clear ${which} (${entries}): ${reason}`,
    changes: set.map(([path, after]) => ({ path: `filter.${path}`, before: null, after })),
  });
}
