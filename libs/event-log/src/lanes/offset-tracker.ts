interface Entry {
  readonly offset: bigint;
  finished: boolean;
}

/**
 * Which offset of a partition may be committed while its messages finish out of order: the last one before which
 * everything given is finished. Offsets need not be dense: "before" is by the order they were begun in.
 */
export class OffsetTracker {
  private entries: Entry[] = [];
  /** Entries before this index are finished and forgotten; cut off now and then, so that finishing costs O(1). */
  private head = 0;
  private begun?: bigint;
  private contiguous?: bigint;

  /** False for an offset that was begun already (given a second time after a rebalance). */
  begin(offset: bigint): boolean {
    if (this.begun !== undefined && offset <= this.begun) return false;
    this.begun = offset;
    this.entries.push({ offset, finished: false });
    return true;
  }

  finish(offset: bigint): void {
    const entry = this.find(offset);
    if (!entry) return;
    entry.finished = true;
    for (let next = this.entries[this.head]; next?.finished; next = this.entries[this.head]) {
      this.contiguous = next.offset;
      this.head += 1;
    }
    if (this.head > 1024 && this.head * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.head);
      this.head = 0;
    }
  }

  /** The last offset that was begun. */
  get last(): bigint | undefined {
    return this.begun;
  }

  /** The last offset before which, itself included, all is finished; undefined when there is none. */
  get committable(): bigint | undefined {
    return this.contiguous;
  }

  /** Offsets that can't be committed yet: unfinished ones and those finished behind an unfinished one. */
  get open(): number {
    return this.entries.length - this.head;
  }

  /** Binary search: offsets are begun in ascending order. */
  private find(offset: bigint): Entry | undefined {
    let low = this.head;
    let high = this.entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = this.entries[middle];
      if (!entry || entry.offset === offset) return entry;
      if (entry.offset < offset) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}
