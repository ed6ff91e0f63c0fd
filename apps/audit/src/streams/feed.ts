import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import { conditionsOf, type EntryFilter } from '../query/filter.js';
import { COLUMNS } from '../query/page-statements.js';
import { type Row, toEntry } from '../query/rows.js';
import type { LedgerEntry } from '../record/entry.js';

/** Entries in the order in which they were recorded. */
export interface FeedPage {
  entries: LedgerEntry[];
  /** All up to this position have been looked at: go on behind it. */
  upTo: number;
}

/** Positions examined for one page at most: a filter that fits nothing must not make a reader wait for the whole ledger. */
const SPAN = 20_000;

/** Reads the ledger by position, which misses nothing and repeats nothing: positions are given in the order of commits. */
@Injectable()
export class Feed {
  constructor(@Inject(AUDIT_DATABASE) private readonly database: DataSource) {}

  /** Position of the newest entry; 0 for none. */
  async last(): Promise<number> {
    const text = 'SELECT position::float8 AS position FROM audit.ledger';
    const { rows } = await poolOf(this.database).query<{ position: number }>({ name: 'audit-last-position', text });
    return rows[0]?.position ?? 0;
  }

  /** @param last nothing behind it is given: a batch that is sent again is to be the same */
  async read(after: number, limit: number, filter: EntryFilter = {}, last?: number): Promise<FeedPage> {
    // Asked before the entries: whatever has come by then is there for the statement that follows.
    const end = Math.min(last ?? (await this.last()), after + SPAN);
    if (end <= after) return { entries: [], upTo: after };
    const values: unknown[] = [after, end];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const conditions = ['position > $1', 'position <= $2', ...conditionsOf(filter, bind)];
    const { rows } = await poolOf(this.database).query<Row>(
      `SELECT ${COLUMNS} FROM audit.entries e WHERE ${conditions.join(' AND ')} ORDER BY position LIMIT ${bind(limit)}`,
      values,
    );
    const entries = rows.map(toEntry);
    return { entries, upTo: entries.length < limit ? end : (entries.at(-1)?.position ?? end) };
  }
}
