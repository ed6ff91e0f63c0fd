import type { Origin } from '@usher/events';
import type { Candidate } from '@usher/provisioning';
import type { Pool } from 'pg';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import { isConnected, newestState, personOf, type PersonRow, type PersonView } from '../work/person-view.js';
import type { WorkQueue } from '../work/work-queue.js';
import type { Named } from './approvals.service.js';

/** A user for whom several accounts were found. */
export interface AmbiguousUser extends PersonView {
  targetId: string;
  /** Of the state that could not be applied. */
  revision: number;
  /** Why nothing was done, in words; null: that isn't kept any more. */
  reason: string | null;
  candidates: Candidate[];
  since: Date;
}

type AmbiguousRow = PersonRow & Pick<AmbiguousUser, 'targetId' | 'revision' | 'reason' | 'candidates' | 'since'>;

const LIST = `
  SELECT l.target_id AS "targetId", l.scim_id AS "scimId", l.user_name AS "userName",
    coalesce(l.candidates, '[]')::json AS candidates, l.updated_at AS since, l.revision::int, d.reason,
    l.wordpress_id::int AS "wordpressId", l.login, s.connection, s.data
  FROM provisioner.links l
  LEFT JOIN provisioner.dead_letters d ON d.target_id = l.target_id AND d.cause_id = l.cause_id
  ${newestState('l.scim_id')}
  WHERE ${isConnected('l.target_id')} AND l.status = 'ambiguous' AND ($1::text IS NULL OR l.target_id = $1)
    AND ($2::text IS NULL OR (l.target_id, l.scim_id) > ($2, $3))
  ORDER BY l.target_id, l.scim_id LIMIT $4`;

const FIND = `
  SELECT l.user_name AS "userName", l.status, coalesce(l.candidates, '[]')::json AS candidates
  FROM provisioner.links l WHERE l.target_id = $1 AND l.scim_id = $2 FOR UPDATE`;

/** Lets an operator say which account a user has. */
export class AmbiguousService {
  constructor(
    private readonly pool: Pool,
    private readonly acts: Acts,
    private readonly queue: Pick<WorkQueue, 'enqueueLatest' | 'wake'>,
  ) {}

  async list(filter: {
    targetId?: string;
    after?: { targetId: string; scimId: string };
    limit: number;
  }): Promise<AmbiguousUser[]> {
    const { targetId, after, limit } = filter;
    const values = [targetId, after?.targetId, after?.scimId, limit];
    const { rows } = await this.pool.query<AmbiguousRow>(LIST, values);
    return rows.map((row) => {
      const { targetId: site, revision, reason, candidates, since } = row;
      return { ...personOf(row), targetId: site, revision, reason, candidates, since };
    });
  }

  /** The user's latest state is applied with that account, or with a new one. */
  async choose(
    origin: Origin,
    target: Named,
    scimId: string,
    chosen: { wordpressId: number } | 'new',
  ): Promise<Answer<{ queued: number }>> {
    const answer = await this.acts.perform(origin, async (client) => {
      const { rows } = await client.query<{ userName: string; status: string; candidates: Candidate[] }>(FIND, [
        target.id,
        scimId,
      ]);
      const [link] = rows;
      if (link === undefined) return refused(404, `"${target.name}" has no such user.`);
      const { userName, status, candidates } = link;
      if (status !== 'ambiguous') return refused(409, `Nothing is to be chosen for "${userName}" any more.`);
      const account = chosen === 'new' ? null : candidates.find(({ id }) => id === chosen.wordpressId);
      if (account === undefined) {
        const known = candidates.map(({ id, login }) => `${id} ("${login}")`).join(', ');
        return refused(400, `That account isn't among those found for "${userName}": ${known}.`);
      }
      const request = { targetId: target.id, connection: '*', scimIds: [scimId], kind: 'chosen', origin } as const;
      const queued = await this.queue.enqueueLatest(client, { ...request, options: { chosen } });
      const detail =
        account === null
          ? `Chose a new account for "${userName}".`
          : `Chose the account "${account.login}" (${account.id}) for "${userName}".`;
      const act = { action: 'account.choose', detail, target, user: { id: scimId, userName, externalId: null } };
      return { ok: true, value: { answer: { queued }, act } };
    });
    if (answer.ok) this.queue.wake(target.id);
    return answer;
  }
}
