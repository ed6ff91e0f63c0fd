const FIRST = 100;
const LAST = 25_600;

/**
 * Prepared statements keep the plan that fitted the table when they were prepared, and the planner knows a table that
 * grows only from the last ANALYZE, which autovacuum makes a minute later at best. The first push of an IdP would
 * scan the whole table all that time. So the table is analysed while it grows, at doubling steps; each makes all
 * sessions plan anew.
 */
export class TableStatistics {
  private rows = 0;
  private step = FIRST;

  constructor(private readonly analyze: () => Promise<unknown>) {}

  grew(rows: number): void {
    this.rows += rows;
    if (this.rows < this.step) return;
    this.rows = 0;
    this.step = Math.min(this.step * 2, LAST);
    // It serves speed only: without it autovacuum does the same later.
    this.analyze().catch(() => undefined);
  }
}
