import type { Origin } from '@usher/events';
import type { Pool } from 'pg';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import { type Person, userOf } from '../work/people.js';
import type { WorkQueue } from '../work/work-queue.js';

/** An account that is to be deleted, unless its user comes back. */
export interface ScheduledDeletion {
  id: number;
  targetId: string;
  connection: string;
  scimId: string;
  userName: string;
  dueAt: Date;
  since: Date;
}

const SCHEDULED = `
  SELECT id::int AS id, target_id AS "targetId", connection, scim_id AS "scimId", user_name AS "userName",
    due_at AS "dueAt", created_at AS since
  FROM provisioner.work
  WHERE kind = 'due' AND due_at < 'infinity' AND ($1::text IS NULL OR target_id = $1)
    AND ($2::timestamptz IS NULL OR (due_at, id) > ($2, $3))
  ORDER BY due_at, id LIMIT $4`;

/** The row stays, so that the user's next event doesn't begin the days anew; it goes when the user comes back. */
const CANCEL = `
  UPDATE provisioner.work SET due_at = 'infinity' WHERE id = $1 AND kind = 'due' AND due_at < 'infinity'
  RETURNING target_id AS "targetId", connection, scim_id AS "scimId", user_name AS "userName"`;

const RUN = `
  UPDATE provisioner.work SET due_at = now() WHERE id = $1 AND kind = 'due' AND due_at < 'infinity'
  RETURNING target_id AS "targetId", connection, scim_id AS "scimId", user_name AS "userName"`;

/** Deletions that wait for their day. */
export class ScheduleService {
  constructor(
    private readonly pool: Pool,
    private readonly acts: Acts,
    private readonly queue: Pick<WorkQueue, 'wake'>,
    private readonly nameOf: (targetId: string) => string,
  ) {}

  /** The next one first. */
  async list(filter: {
    targetId?: string;
    after?: { dueAt: Date; id: number };
    limit: number;
  }): Promise<ScheduledDeletion[]> {
    const { targetId, after, limit } = filter;
    const values = [targetId, after?.dueAt, after?.id, limit];
    return (await this.pool.query<ScheduledDeletion>(SCHEDULED, values)).rows;
  }

  /** The account stays, shut as it is. */
  cancel(origin: Origin, id: number): Promise<Answer<ScheduledUser>> {
    return this.act(
      origin,
      id,
      CANCEL,
      'deletion.cancel',
      ({ userName }) => `Cancelled the deletion of "${userName}".`,
    );
  }

  async run(origin: Origin, id: number): Promise<Answer<ScheduledUser>> {
    const words = ({ userName }: Person): string => `Had "${userName}" deleted before the day.`;
    const answer = await this.act(origin, id, RUN, 'deletion.run', words);
    if (answer.ok) this.queue.wake(answer.value.targetId);
    return answer;
  }

  private act(
    origin: Origin,
    id: number,
    sql: string,
    action: string,
    words: (person: Person) => string,
  ): Promise<Answer<ScheduledUser>> {
    return this.acts.perform(origin, async (client) => {
      const { rows } = await client.query<Person & { targetId: string }>(sql, [id]);
      const [found] = rows;
      if (found === undefined) return refused(404, 'There is no such deletion ahead.');
      const { targetId, scimId, userName } = found;
      const target = { id: targetId, name: this.nameOf(targetId) };
      const act = { action, detail: words(found), target, ...userOf([found]) };
      return { ok: true, value: { answer: { targetId, scimId, userName }, act } };
    });
  }
}

export interface ScheduledUser {
  targetId: string;
  scimId: string;
  userName: string;
}
