import type { Origin, UserEventData } from '@usher/events';
import type { Policy } from '@usher/provisioning';
import type { Pool } from 'pg';
import { type Consequence, consequenceOf } from '../approvals/consequence.js';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import { type LinkJson, linkJson, linkOf } from '../links/link-json.js';
import { type Person, userOf } from '../work/people.js';
import { personOf, type PersonRow, type PersonView } from '../work/person-view.js';
import type { WorkQueue } from '../work/work-queue.js';

/** An account that is to be deleted, unless its user comes back. */
export interface ScheduledDeletion extends PersonView {
  id: number;
  targetId: string;
  dueAt: Date;
  since: Date;
  /** On the day, or when it is run now. Null: the state isn't kept any more, and nothing would be done. */
  onRun: Consequence | null;
  onCancel: { detail: string };
}

type ScheduledRow = PersonRow &
  Pick<ScheduledDeletion, 'id' | 'targetId' | 'dueAt' | 'since'> & { link: LinkJson | null };

const CANCELLED = { detail: 'The account stays, shut as it is.' };

const SCHEDULED = `
  SELECT w.id::int AS id, w.target_id AS "targetId", w.connection, w.scim_id AS "scimId", w.user_name AS "userName",
    w.due_at AS "dueAt", w.created_at AS since, s.data, l.wordpress_id::int AS "wordpressId", l.login,
    ${linkJson('l')} AS link
  FROM (
    SELECT * FROM provisioner.work
    WHERE kind = 'due' AND due_at < 'infinity' AND ($1::text IS NULL OR target_id = $1)
      AND ($2::timestamptz IS NULL OR (due_at, id) > ($2, $3))
    ORDER BY due_at, id LIMIT $4) w
  LEFT JOIN provisioner.links l ON l.target_id = w.target_id AND l.scim_id = w.scim_id
  LEFT JOIN provisioner.states s ON s.connection = w.connection AND s.scim_id = w.scim_id
    AND s.revision = greatest(w.revision, l.revision)
  ORDER BY w.due_at, w.id`;

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
    private readonly policyOf: (targetId: string) => Policy | undefined,
  ) {}

  /** The next one first. */
  async list(filter: {
    targetId?: string;
    after?: { dueAt: Date; id: number };
    limit: number;
  }): Promise<ScheduledDeletion[]> {
    const { targetId, after, limit } = filter;
    const values = [targetId, after?.dueAt, after?.id, limit];
    return (await this.pool.query<ScheduledRow>(SCHEDULED, values)).rows.map((row) => this.scheduled(row));
  }

  private scheduled(row: ScheduledRow): ScheduledDeletion {
    const { id, targetId, dueAt, since, data, link } = row;
    const policy = this.policyOf(targetId);
    const state = data === null ? null : (JSON.parse(data) as UserEventData);
    const onRun = state === null || policy === undefined ? null : consequenceOf(state, linkOf(link), policy, true);
    return { ...personOf(row), id, targetId, dueAt, since, onRun, onCancel: CANCELLED };
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
