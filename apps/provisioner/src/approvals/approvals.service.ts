import type { Origin, UserEventData } from '@usher/events';
import type { Policy } from '@usher/provisioning';
import type { Pool } from 'pg';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import { type LinkJson, linkJson, linkOf } from '../links/link-json.js';
import { namesOf, type Person, userOf } from '../work/people.js';
import { personOf, type PersonRow, type PersonView } from '../work/person-view.js';
import type { WorkQueue } from '../work/work-queue.js';
import { type Consequence, consequenceOf } from './consequence.js';

/** A departure that is held because the site's budget is spent. */
export interface HeldDeparture extends PersonView {
  id: number;
  targetId: string;
  revision: number;
  /** Deleted in the directory; else inactive, or out of the site's scope. */
  deleted: boolean;
  active: boolean;
  /** Why the user is to leave. */
  why: 'inactive' | 'deleted' | 'outOfScope';
  since: Date;
  /** Null: the state isn't kept any more, and nothing would be done. */
  onApprove: Consequence | null;
  onRefuse: { detail: string };
}

type HeldRow = PersonRow &
  Pick<HeldDeparture, 'id' | 'targetId' | 'revision' | 'deleted' | 'active' | 'since'> & { link: LinkJson | null };

const REFUSED = {
  detail: 'The account stays open, as it is. The next change of the user, or a resync, asks again.',
};

/** Which of the held departures of a target. */
export type Chosen = readonly number[] | 'all';

const HELD = `
  SELECT w.id::int AS id, w.target_id AS "targetId", w.connection, w.scim_id AS "scimId", w.user_name AS "userName",
    w.revision::int AS revision, coalesce(s.deleted, false) AS deleted, coalesce(s.active, false) AS active,
    w.created_at AS since, s.data, l.wordpress_id::int AS "wordpressId", l.login, ${linkJson('l')} AS link
  FROM provisioner.work w
  LEFT JOIN provisioner.states s
    ON s.connection = w.connection AND s.scim_id = w.scim_id AND s.revision = w.revision
  LEFT JOIN provisioner.links l ON l.target_id = w.target_id AND l.scim_id = w.scim_id
  WHERE w.held AND ($1::text IS NULL OR w.target_id = $1) AND w.id > $2
  ORDER BY w.id LIMIT $3`;

/** It is asked for now: the days that it waited for a word aren't the site's. */
const APPROVE = `
  UPDATE provisioner.work SET held = false, kind = 'approved', type = 'user.resynced', priority = 0, due_at = now(),
    time = now()
  WHERE held AND target_id = $1 AND ($2::bigint[] IS NULL OR id = ANY ($2))
  RETURNING connection, scim_id AS "scimId", user_name AS "userName"`;

/** The account is open, as it was: the next event of the user, or a resync, asks again. */
const REFUSE = `
  WITH gone AS (
    DELETE FROM provisioner.work WHERE held AND target_id = $1 AND ($2::bigint[] IS NULL OR id = ANY ($2))
    RETURNING target_id, connection, scim_id, user_name
  ), reopened AS (
    UPDATE provisioner.links l SET status = 'active', updated_at = now() FROM gone g
    WHERE l.target_id = g.target_id AND l.scim_id = g.scim_id AND l.status = 'held'
  )
  SELECT connection, scim_id AS "scimId", user_name AS "userName" FROM gone`;

/** What an operator says about departures past a site's budget. */
export class ApprovalsService {
  constructor(
    private readonly pool: Pool,
    private readonly acts: Acts,
    private readonly queue: Pick<WorkQueue, 'wake'>,
    private readonly policyOf: (targetId: string) => Policy | undefined,
  ) {}

  /** The oldest first. */
  async list(filter: { targetId?: string; after?: number; limit: number }): Promise<HeldDeparture[]> {
    const { targetId, after = 0, limit } = filter;
    const { rows } = await this.pool.query<HeldRow>(HELD, [targetId, after, limit]);
    return rows.map((row) => this.held(row));
  }

  private held(row: HeldRow): HeldDeparture {
    const { id, targetId, revision, deleted, active, since, data, link } = row;
    const policy = this.policyOf(targetId);
    const state = data === null ? null : (JSON.parse(data) as UserEventData);
    return {
      ...{ ...personOf(row), id, targetId, revision, deleted, active, since },
      why: deleted ? 'deleted' : active ? 'outOfScope' : 'inactive',
      onApprove: state === null || policy === undefined ? null : consequenceOf(state, linkOf(link), policy),
      onRefuse: REFUSED,
    };
  }

  /** They go at once, before all else, and don't count against the budget. */
  async approve(origin: Origin, target: Named, which: Chosen): Promise<Answer<{ approved: number }>> {
    const answer = await this.settle(origin, target, which, APPROVE, 'departures.approve', 'Approved');
    if (!answer.ok) return answer;
    this.queue.wake(target.id);
    return { ok: true, value: { approved: answer.value } };
  }

  /** The accounts stay open. */
  async refuse(origin: Origin, target: Named, which: Chosen): Promise<Answer<{ refused: number }>> {
    const answer = await this.settle(origin, target, which, REFUSE, 'departures.refuse', 'Refused');
    return answer.ok ? { ok: true, value: { refused: answer.value } } : answer;
  }

  private settle(
    origin: Origin,
    target: Named,
    which: Chosen,
    sql: string,
    action: string,
    done: string,
  ): Promise<Answer<number>> {
    return this.acts.perform(origin, async (client) => {
      const { rows } = await client.query<Person>(sql, [target.id, which === 'all' ? null : which]);
      if (rows.length === 0) {
        const what = which === 'all' ? 'No departure' : 'None of these departures';
        return refused(404, `${what} waits for approval in "${target.name}".`);
      }
      const detail = `${done} ${rows.length === 1 ? 'a departure' : `${rows.length} departures`}: ${namesOf(rows)}.`;
      return { ok: true, value: { answer: rows.length, act: { action, detail, target, ...userOf(rows) } } };
    });
  }
}

export interface Named {
  id: string;
  name: string;
}
