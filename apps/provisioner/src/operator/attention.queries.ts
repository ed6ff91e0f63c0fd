import type { Pool } from 'pg';

/** How many there are, and since when the first of them. */
export interface Waiting {
  count: number;
  oldest: Date | null;
}

export interface AttentionFacts {
  approvals: Waiting;
  ambiguous: Waiting;
  deadLetters: Waiting;
  drift: Waiting;
  /** `oldest` is the day of the next one. */
  scheduled: Waiting;
}

const pair = (time: string): string => `json_build_object('count', count(*), 'oldest', min(${time}))`;

/** Each by an index of nothing but what is counted: the cost is that of what waits, not of what there is. */
const ATTENTION = `
  SELECT (
    SELECT ${pair('w.created_at')} FROM provisioner.work w WHERE w.held AND w.target_id = ANY ($1)) AS approvals, (
    SELECT ${pair('l.updated_at')} FROM provisioner.links l
    WHERE l.status = 'ambiguous' AND l.target_id = ANY ($1)) AS ambiguous, (
    SELECT ${pair('l.updated_at')} FROM provisioner.links l
    WHERE l.status = 'rejected' AND l.target_id = ANY ($1)) AS "deadLetters", (
    SELECT ${pair('d.first_seen')} FROM provisioner.drift d
    WHERE d.target_id = ANY ($1) AND d.state IN ('open', 'asked')) AS drift, (
    SELECT ${pair('w.due_at')} FROM provisioner.work w
    WHERE w.kind = 'due' AND w.due_at < 'infinity' AND w.target_id = ANY ($1)) AS scheduled`;

type Row = Record<keyof AttentionFacts, { count: number; oldest: string | null }>;

/** What waits for a person in these sites. */
export class AttentionQueries {
  constructor(private readonly pool: Pool) {}

  async attention(targetIds: readonly string[]): Promise<AttentionFacts> {
    const { rows } = await this.pool.query<Row>({
      name: 'provisioner-attention',
      text: ATTENTION,
      values: [targetIds],
    });
    const of = (name: keyof AttentionFacts): Waiting => {
      const { count = 0, oldest = null } = rows[0]?.[name] ?? {};
      return { count, oldest: oldest === null ? null : new Date(oldest) };
    };
    return {
      ...{ approvals: of('approvals'), ambiguous: of('ambiguous'), deadLetters: of('deadLetters') },
      ...{ drift: of('drift'), scheduled: of('scheduled') },
    };
  }
}
