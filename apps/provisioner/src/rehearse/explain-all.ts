import { decide, type Plan, type Policy, stateHash } from '@usher/provisioning';
import { added } from '../jobs/counts.js';
import type { Counts } from '../jobs/job.js';
import type { JobTarget } from '../jobs/target-source.js';
import { eventOf } from '../reconcile/compare.js';
import type { Directory, KnownUser, Place } from '../reconcile/directory.js';
import { type PlanSummary, summaryOf } from './explain.js';

/** What would be done about one user. */
export type Prospect =
  | 'create'
  | 'update'
  /** The same was wanted the last time. */
  | 'unchanged'
  | 'deactivate'
  | 'remove_roles'
  | 'delete'
  | 'skip'
  | 'reject'
  | 'stale';

export interface ProspectLine extends PlanSummary {
  scimId: string;
  userName: string;
  connection: string;
  prospect: Prospect;
}

export interface ProspectsSummary {
  summary: true;
  users: number;
  counts: Counts;
  /** Accesses that would be taken away; what the budget lets through at once is in the target's settings. */
  departures: number;
}

/** Users of one page. */
const PAGE = 500;

/**
 * What the latest state of every user would come to in one site with these settings, one line for each and a summary;
 * the site isn't asked. The memory it takes doesn't depend on the number of users.
 */
export async function* explainAll(
  directory: Directory,
  target: Pick<JobTarget, 'id' | 'connection' | 'multisite'>,
  policy: Policy,
): AsyncGenerator<ProspectLine | ProspectsSummary> {
  let counts: Counts = {};
  let users = 0;
  let departures = 0;
  for (let after: Place | null = null, page: KnownUser[] = []; ;) {
    page = await directory.page(target.id, target.connection, after, PAGE);
    for (const user of page) {
      const line = prospectOf(user, target.multisite, policy);
      // A user who is gone and never was in the site is of no interest.
      if (user.deleted && user.link === null) continue;
      users += 1;
      departures += line.departure ? 1 : 0;
      counts = added(counts, { [line.prospect]: 1 });
      yield line;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = { connection: last.connection, scimId: last.scimId };
  }
  yield { summary: true, users, counts, departures };
}

function prospectOf(user: KnownUser, multisite: boolean | null, policy: Policy): ProspectLine {
  const { scimId, userName, connection, link } = user;
  const plan = decide({ event: eventOf(user), link, policy, ...(multisite === null ? {} : { site: { multisite } }) });
  return { scimId, userName, connection, prospect: prospect(plan, user), ...summaryOf(plan) };
}

function prospect(plan: Plan, { link }: KnownUser): Prospect {
  if (plan.kind === 'done') return 'unchanged';
  if (plan.kind !== 'execute') return plan.kind;
  const { operation } = plan;
  if (link?.stateHash === stateHash(operation)) return 'unchanged';
  if (operation.op !== 'upsert') return operation.op;
  if (!operation.active) return link?.status === 'inactive' ? 'update' : 'deactivate';
  if (operation.withoutRoles === true) return link?.status === 'without_roles' ? 'update' : 'remove_roles';
  return link?.wordpressId == null ? 'create' : 'update';
}
