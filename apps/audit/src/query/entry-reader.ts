import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import type { LedgerEntry } from '../record/entry.js';
import { encodeCursor } from './cursor.js';
import type { EntriesQuery } from './entries-query.js';
import { type EntryRow, SELECT_ENTRIES, toEntry } from './entry-row.js';
import { conditionsOf } from './filter.js';

export interface EntriesPage {
  /** Newest first. */
  entries: LedgerEntry[];
  /** For the `cursor` of the next request; null at the end. */
  nextCursor: string | null;
}

/** Reads entries by keyset: the cost of a page doesn't grow with its number. */
@Injectable()
export class EntryReader {
  constructor(@Inject(AUDIT_DATABASE) private readonly database: DataSource) {}

  async find(query: EntriesQuery): Promise<EntriesPage> {
    const { sql, values } = pageStatement(query);
    const { rows } = await poolOf(this.database).query<EntryRow>(sql, values);
    const more = rows.length > query.limit;
    const page = more ? rows.slice(0, query.limit) : rows;
    const last = page.at(-1);
    return { entries: page.map(toEntry), nextCursor: more && last !== undefined ? encodeCursor(last) : null };
  }

  async get(id: string): Promise<LedgerEntry | undefined> {
    const { rows } = await poolOf(this.database).query<EntryRow>(`${SELECT_ENTRIES} WHERE id = $1`, [id]);
    return rows[0] && toEntry(rows[0]);
  }
}

/** One row more than asked for tells whether there is a next page. */
export function pageStatement(query: EntriesQuery): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = conditionsOf(query, bind);
  if (query.cursor !== undefined) {
    conditions.push(`(occurred_at, id) < (${bind(query.cursor.occurredAt)}, ${bind(query.cursor.id)}::uuid)`);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return {
    sql: `${SELECT_ENTRIES} ${where} ORDER BY occurred_at DESC, id DESC LIMIT ${bind(query.limit + 1)}`,
    values,
  };
}
