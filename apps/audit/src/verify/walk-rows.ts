import type { Checkpoint } from '../chain/checkpoint.js';
import type { SigningKeys } from '../chain/signing.js';
import { type ChainBounds, ChainWalk } from './chain-walk.js';
import type { ChainResult, Fault, Progress } from './report.js';
import type { StoredEntry, StoredErasure, StoredRange } from './stored.js';

/** Rows in the order of the chain, some at a time; empty at the end. */
export type Batches<Row> = () => Promise<readonly Row[]>;

/** Everything that is kept of one chain. */
export interface ChainRows extends ChainBounds {
  entries: Batches<StoredEntry>;
  ranges: Batches<StoredRange>;
  erasures: Batches<StoredErasure>;
  checkpoints: Batches<Checkpoint>;
}

/** One row after the other, of which the next is known. */
class Feed<Row> {
  private rows: readonly Row[] = [];
  private index = 0;

  private constructor(private readonly read: Batches<Row>) {}

  static async of<Row>(read: Batches<Row>): Promise<Feed<Row>> {
    const feed = new Feed(read);
    feed.rows = await read();
    return feed;
  }

  get next(): Row | undefined {
    return this.rows[this.index];
  }

  async take(): Promise<void> {
    if (++this.index < this.rows.length) return;
    this.rows = await this.read();
    this.index = 0;
  }
}

/** Walks a chain to its end or its first fault; tells how far it is after each batch of entries. */
export async function* walkRows(
  rows: ChainRows,
  keys: SigningKeys,
): AsyncGenerator<Progress, ChainResult | { fault: Fault }, void> {
  const walk = new ChainWalk(rows, keys);
  const beside = new Beside(walk, {
    ranges: await Feed.of(rows.ranges),
    erasures: await Feed.of(rows.erasures),
    checkpoints: await Feed.of(rows.checkpoints),
  });
  let reading = rows.entries();
  for (let batch = await reading; batch.length > 0; batch = await reading) {
    reading = rows.entries();
    // Whoever leaves early doesn't wait for it, nor for what it says.
    reading.catch(() => undefined);
    for (const [index, row] of batch.entries()) {
      const fault =
        (beside.isBefore(row.seq) ? await beside.before(row.seq) : undefined) ??
        walk.entry(row, batch[index + 1]) ??
        (beside.isAt(row.seq) ? await beside.vouched(row.seq) : undefined);
      if (fault !== undefined) return { fault };
    }
    yield { chain: rows.chain, checked: walk.seq, of: Math.max(walk.seq, rows.head?.seq ?? 0) };
  }
  const fault = await beside.rest();
  if (fault !== undefined) return { fault };
  const end = walk.end();
  return 'kind' in end ? { fault: end } : end;
}

/** What goes beside the entries, in its turn. */
class Beside {
  constructor(
    private readonly walk: ChainWalk,
    private readonly feeds: { ranges: Feed<StoredRange>; erasures: Feed<StoredErasure>; checkpoints: Feed<Checkpoint> },
  ) {}

  /** Whether {@link before} has anything to do. */
  isBefore(seq: number): boolean {
    const { ranges, erasures } = this.feeds;
    return (ranges.next?.fromSeq ?? Infinity) <= seq || (erasures.next?.seq ?? Infinity) <= seq;
  }

  /** Whether {@link vouched} has anything to do. */
  isAt(seq: number): boolean {
    return (this.feeds.checkpoints.next?.seq ?? Infinity) <= seq;
  }

  /** What comes before the entry with this number. */
  async before(seq: number): Promise<Fault | undefined> {
    const { ranges, erasures } = this.feeds;
    for (let range = ranges.next; range !== undefined && range.fromSeq <= seq; range = ranges.next) {
      const fault =
        (await this.erased(range.fromSeq - 1)) ?? this.walk.range(range) ?? (await this.vouched(range.toSeq));
      if (fault !== undefined) return fault;
      await ranges.take();
    }
    return erasures.next === undefined ? undefined : this.erased(seq);
  }

  async vouched(seq: number): Promise<Fault | undefined> {
    const { checkpoints } = this.feeds;
    for (let next = checkpoints.next; next !== undefined && next.seq <= seq; next = checkpoints.next) {
      const fault = this.walk.checkpoint(next);
      if (fault !== undefined) return fault;
      await checkpoints.take();
    }
    return undefined;
  }

  /** What comes after the last entry. */
  async rest(): Promise<Fault | undefined> {
    return (await this.before(Infinity)) ?? (await this.vouched(Infinity));
  }

  private async erased(seq: number): Promise<Fault | undefined> {
    const { erasures } = this.feeds;
    for (let next = erasures.next; next !== undefined && next.seq <= seq; next = erasures.next) {
      const fault = this.walk.erasure(next);
      if (fault !== undefined) return fault;
      await erasures.take();
    }
    return undefined;
  }
}
