import type { Origin } from '@usher/events';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import { namesOf, type Person, userOf } from '../work/people.js';
import { isConnected } from '../work/person-view.js';
import type { WorkQueue } from '../work/work-queue.js';

/** Which open dead letters. */
export interface DeadLetterFilter {
  id?: number;
  targetId?: string;
  code?: string;
  /** From this moment on. */
  from?: Date;
  /** Before this moment. */
  to?: Date;
}

const OPEN = `
  SELECT DISTINCT d.target_id AS "targetId", d.scim_id AS "scimId", l.user_name AS "userName"
  FROM provisioner.dead_letters d
  JOIN provisioner.links l ON l.target_id = d.target_id AND l.scim_id = d.scim_id
    AND l.revision = d.revision AND l.status IN ('rejected', 'ambiguous')
  WHERE ${isConnected('d.target_id')} AND ($1::bigint IS NULL OR d.id = $1) AND ($2::text IS NULL OR d.target_id = $2)
    AND ($3::text IS NULL OR d.code = $3) AND ($4::timestamptz IS NULL OR d.created_at >= $4)
    AND ($5::timestamptz IS NULL OR d.created_at < $5)
  ORDER BY 1, 2`;

/** Tries users again whom a site refused, with what the directory says of them now. */
export class ReplayService {
  constructor(
    private readonly acts: Acts,
    private readonly queue: Pick<WorkQueue, 'enqueueLatest' | 'wake'>,
    private readonly nameOf: (targetId: string) => string,
  ) {}

  /** Users who are waiting to be tried again aren't added twice. */
  async replay(origin: Origin, filter: DeadLetterFilter): Promise<Answer<{ queued: number }>> {
    let queued = 0;
    const targets = new Map<string, Person[]>();
    const found = await this.acts.perform<null>(origin, async (client) => {
      const { rows } = await client.query<Person & { targetId: string }>(OPEN, [
        ...[filter.id, filter.targetId, filter.code, filter.from, filter.to],
      ]);
      if (rows.length === 0 && filter.id !== undefined) {
        return refused(404, 'There is no such dead letter, or a later event of the user was worked on since.');
      }
      for (const { targetId, ...person } of rows) targets.set(targetId, [...(targets.get(targetId) ?? []), person]);
      return { ok: true, value: { answer: null, act: null } };
    });
    if (!found.ok) return found;
    for (const [id, people] of targets) {
      const answer = await this.replayIn(origin, { id, name: this.nameOf(id) }, people);
      if (!answer.ok) return answer;
      queued += answer.value;
      this.queue.wake(id);
    }
    return { ok: true, value: { queued } };
  }

  private replayIn(
    origin: Origin,
    target: { id: string; name: string },
    people: readonly Person[],
  ): Promise<Answer<number>> {
    return this.acts.perform(origin, async (client) => {
      const scimIds = people.map(({ scimId }) => scimId);
      const request = { targetId: target.id, connection: '*', scimIds, kind: 'replay', origin } as const;
      const answer = await this.queue.enqueueLatest(client, request);
      const detail = `Tried again: ${namesOf(people)}.`;
      const act = { action: 'dead-letters.replay', detail, target, ...userOf(people), connection: null };
      return { ok: true, value: { answer, act: answer === 0 ? null : act } };
    });
  }
}
