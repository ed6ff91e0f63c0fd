import type { KeptCheckpoint } from './report.js';

/** Holds a chain against what was kept elsewhere. Every answer is what is wrong, in plain words. */
export class KeptWalk {
  private open: KeptCheckpoint[];

  constructor(kept: readonly KeptCheckpoint[]) {
    this.open = [...kept].sort((a, b) => a.seq - b.seq);
  }

  /** The walk stands at this entry, or at the end of a removed range. */
  reached(to: number, hash: string): string | undefined {
    if ((this.open[0]?.seq ?? Infinity) > to) return undefined;
    const wrong = this.open.find((kept) => kept.seq === to && kept.hash !== hash);
    if (wrong !== undefined)
      return `The checkpoint kept elsewhere has another hash for entry ${to} (${wrong.hash}): the chain up to there was rewritten since`;
    this.open = this.open.filter(({ seq }) => seq !== to);
    return undefined;
  }

  /** The database has a checkpoint of its own here, which proves a removed entry's hash. */
  checkpoint(seq: number, hash: string): void {
    if (this.open.length > 0) this.open = this.open.filter((kept) => kept.seq !== seq || kept.hash !== hash);
  }

  /** What nothing in the chain confirms. */
  end(last: number): { seq: number; detail: string } | undefined {
    const [kept] = this.open;
    if (kept === undefined) return undefined;
    const detail =
      kept.seq > last
        ? `The checkpoint kept elsewhere is of entry ${kept.seq}; the last that is there is ${last}`
        : `The checkpoint kept elsewhere, of entry ${kept.seq}, is none of this chain's, and the entry itself was removed`;
    return { seq: kept.seq, detail };
  }
}
