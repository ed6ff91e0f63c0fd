import { Injectable } from '@nestjs/common';
import type { LedgerEntry } from '../record/entry.js';
import { encodeCursor } from './cursor.js';
import type { EntriesQuery } from './entries-query.js';
import { COLUMNS } from './page-statements.js';
import { PageSearch } from './page-search.js';
import { Reading } from './reading.js';
import { type Row, toEntry } from './rows.js';
import { type Total, Totals } from './totals.js';

export interface EntriesPage {
  /** In the order that was asked for; the newest first where none was. */
  entries: LedgerEntry[];
  /** For the `cursor` of the next request; null at the end. */
  nextCursor: string | null;
  /** Where it was asked for. */
  total?: Total;
}

/** No page takes longer; what would is refused. */
const LONGEST_MS = 5_000;

/** Reads entries by keyset: the cost of a page doesn't grow with its number. */
@Injectable()
export class EntryReader {
  constructor(
    private readonly reading: Reading,
    private readonly search: PageSearch,
    private readonly totals: Totals,
  ) {}

  /** @throws {TooBroadError} when it can't be found soon enough. */
  async find(query: EntriesQuery): Promise<EntriesPage> {
    const { sort, order, limit } = query;
    const facets = await this.search.facetsOf(query);
    const [hits, counted] = await Promise.all([
      this.reading.within(LONGEST_MS, (run) => this.search.find(run, query, facets)),
      query.count ? this.totals.of(query, facets) : undefined,
    ]);
    const page = hits.slice(0, limit);
    const last = hits.length > limit ? page.at(-1) : undefined;
    const nextCursor =
      last === undefined
        ? null
        : encodeCursor({ sort, order, value: last.value, occurredAt: last.row.occurredAt, id: last.row.id });
    const answer = { entries: page.map(({ row }) => toEntry(row)), nextCursor };
    if (counted === undefined) return answer;
    return { ...answer, total: counted ?? { count: hits.length, exact: false } };
  }

  async get(id: string): Promise<LedgerEntry | undefined> {
    const statement = { text: `SELECT ${COLUMNS} FROM audit.entries e WHERE id = $1`, values: [id] };
    const [row] = await this.reading.within(LONGEST_MS, (run) => run<Row>(statement));
    return row && toEntry(row);
  }
}
