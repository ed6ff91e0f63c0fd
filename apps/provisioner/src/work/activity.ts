import type { Pool } from 'pg';

/** When something last came to its end in a site; `successAt` null: nothing succeeded yet. */
export interface LastActivity {
  outcomeAt: Date;
  successAt: Date | null;
}

const SAVE = `
  INSERT INTO provisioner.activity AS a (target_id, outcome_at, success_at)
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) ORDER BY 1
  ON CONFLICT (target_id) DO UPDATE SET
    outcome_at = greatest(a.outcome_at, excluded.outcome_at), success_at = greatest(a.success_at, excluded.success_at)`;

const LOAD = `
  SELECT target_id AS "targetId", outcome_at AS "outcomeAt", success_at AS "successAt" FROM provisioner.activity
  WHERE target_id = ANY ($1)`;

/**
 * When each site last did something. Kept in memory and written down every few seconds, so that the work itself needn't
 * wait for a row that all of it would share; a process that is killed forgets those seconds.
 */
export class Activity {
  private readonly unsaved = new Map<string, LastActivity>();

  constructor(private readonly pool: Pool) {}

  /** An outcome was recorded just now. */
  noted(targetId: string, type: string): void {
    const now = new Date();
    const successAt = type === 'succeeded' ? now : (this.unsaved.get(targetId)?.successAt ?? null);
    this.unsaved.set(targetId, { outcomeAt: now, successAt });
  }

  async save(): Promise<void> {
    if (this.unsaved.size === 0) return;
    const saving = [...this.unsaved];
    await this.pool.query(SAVE, [
      saving.map(([targetId]) => targetId),
      saving.map(([, { outcomeAt }]) => outcomeAt),
      saving.map(([, { successAt }]) => successAt),
    ]);
    for (const [targetId, last] of saving) if (this.unsaved.get(targetId) === last) this.unsaved.delete(targetId);
  }

  async of(targetIds: readonly string[]): Promise<Map<string, LastActivity>> {
    const { rows } = await this.pool.query<LastActivity & { targetId: string }>(LOAD, [targetIds]);
    const known = new Map<string, LastActivity>(rows.map(({ targetId, ...last }) => [targetId, last]));
    for (const [targetId, { outcomeAt, successAt }] of this.unsaved) {
      known.set(targetId, { outcomeAt, successAt: successAt ?? known.get(targetId)?.successAt ?? null });
    }
    return known;
  }
}
