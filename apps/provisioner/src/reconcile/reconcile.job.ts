import type { AttributeGroup, Policy } from '@usher/provisioning';
import { MAX_PAGE } from '@usher/wordpress';
import type { PoolClient } from 'pg';
import { added } from '../jobs/counts.js';
import { type CommitPage, type Job, JobFailure, type JobHandler, type Progress } from '../jobs/job.js';
import { settle } from '../jobs/settling.js';
import type { JobTarget, TargetSource } from '../jobs/target-source.js';
import type { WorkQueue } from '../work/work-queue.js';
import { compare, type Finding, orphaned, unlinked } from './compare.js';
import type { Directory, KnownUser, Place } from './directory.js';
import type { DriftRepository, DriftState } from './drift.repository.js';
import { matchOf, textsOf } from './likeness.js';
import { forgetOrphans } from './orphans.js';
import type { Repairs } from './repairs.js';

/** `policy`: as the target's settings say; `report`: only look; `repair`: put everything right that can be. */
export const RECONCILE_MODES = ['policy', 'report', 'repair'] as const;
export type ReconcileMode = (typeof RECONCILE_MODES)[number];

interface Facts {
  multisite: boolean;
  /** Login of Usher's own user in the site. */
  own: string;
  /** Some identity provider has told of somebody: only then can an account be nobody's. */
  peopled: boolean;
  queued: number;
}
type Cursor = Facts &
  ({ phase: 'accounts'; after: number } | { phase: 'missing'; after: Place | null } | { phase: 'close' | 'settle' });

/** Users of one page. */
const USERS = 500;
export const HELD_NOTE =
  'The repair would take more accesses away than the budget of departures allows: approve or refuse it under approvals.';

/**
 * Compares a site with the directory, page by page: first every account of the site, then the users whose account it
 * doesn't have. Whoever is being worked on, or was since the page was asked for, is left out.
 */
export class ReconcileJob implements JobHandler {
  readonly kind = 'reconcile';

  constructor(
    private readonly targets: TargetSource,
    private readonly directory: Directory,
    private readonly drift: DriftRepository,
    private readonly repairs: Repairs,
    private readonly queue: WorkQueue,
  ) {}

  next(job: Job): Promise<CommitPage> {
    const target = this.targets.find(job.targetId);
    if (target === undefined) throw new JobFailure('The site is no longer connected.');
    const cursor = job.cursor as Cursor | null;
    switch (cursor?.phase) {
      case undefined:
        return this.begin(target);
      case 'accounts':
        return this.accounts(job, target, { ...cursor, after: cursor.after });
      case 'missing':
        return this.missing(job, target, { ...cursor, after: cursor.after });
      default:
        return Promise.resolve((client) => this.end(client, job, cursor as Cursor));
    }
  }

  async cancelled(client: PoolClient, job: Job): Promise<void> {
    await this.queue.dropJob(client, job.id);
    await this.drift.giveBack(client, job.id);
    await forgetOrphans(client);
  }

  private async begin({ site, connection }: JobTarget): Promise<CommitPage> {
    const [status, peopled] = await Promise.all([site.status(), this.directory.hasUsers(connection)]);
    const facts: Facts = { multisite: status.wordpress.multisite, own: status.caller.login, peopled, queued: 0 };
    const cursor: Cursor = { ...facts, phase: 'accounts', after: 0 };
    return () => Promise.resolve({ cursor, total: status.accounts.total, counts: {} });
  }

  private async accounts(job: Job, target: JobTarget, cursor: Facts & { after: number }): Promise<CommitPage> {
    const { policy, connection } = target;
    const asOf = await this.directory.now();
    const page = await target.site.accounts({ after: cursor.after, limit: MAX_PAGE, meta: metaKeys(policy) });
    const linked = page.accounts.filter((account) => account.scimId !== null);
    const users = await this.directory.byScimIds(
      target.id,
      '*',
      linked.map(({ scimId }) => scimId ?? ''),
    );
    const strangers = page.accounts.filter(
      ({ login, scimId }) => login !== cursor.own && (scimId === null || !users.has(scimId)),
    );
    const alike = await this.directory.likenesses(connection, textsOf(strangers));

    const findings: Finding[] = [];
    const met = new Map<string, boolean>();
    for (const account of linked) {
      const { scimId } = account;
      const user = scimId === null ? undefined : users.get(scimId);
      if (scimId === null || (user !== undefined && this.isAnothers(user, target))) continue;
      if (user === undefined || !feeds(user.connection, connection)) {
        if (cursor.peopled) findings.push(orphaned(account, scimId, matchOf(account, alike)));
        continue;
      }
      const comparison = compare(user, account, policy, cursor, asOf);
      met.set(scimId, comparison.kind === 'compared');
      if (comparison.kind === 'compared') findings.push(...comparison.findings);
    }
    for (const account of strangers) {
      if (account.scimId === null) findings.push(unlinked(account, matchOf(account, alike)));
    }
    const next: Cursor =
      page.next === null
        ? { ...cursor, phase: 'missing', after: null }
        : { ...cursor, phase: 'accounts', after: page.next };
    const seen = { accounts: page.accounts.length, linked: linked.length };
    return async (client) => {
      const progress = await this.record(client, job, target, { next, findings, met, counts: seen });
      return { ...progress, done: job.done + page.accounts.length };
    };
  }

  private async missing(job: Job, target: JobTarget, cursor: Facts & { after: Place | null }): Promise<CommitPage> {
    const users = await this.directory.rest(job, target.connection, cursor.after, USERS);
    const findings: Finding[] = [];
    const unsettled = new Map<string, boolean>();
    for (const user of users) {
      const comparison = compare(user, null, target.policy, cursor, job.startedAt);
      if (comparison.kind === 'compared') findings.push(...comparison.findings);
      else unsettled.set(user.scimId, false);
    }
    const last = users.at(-1);
    const next: Cursor =
      users.length < USERS || last === undefined
        ? { ...cursor, phase: 'close' }
        : { ...cursor, phase: 'missing', after: { connection: last.connection, scimId: last.scimId } };
    return (client) => this.record(client, job, target, { next, findings, met: unsettled, counts: {} });
  }

  private async record(
    client: PoolClient,
    job: Job,
    target: JobTarget,
    page: { next: Cursor; findings: Finding[]; met: ReadonlyMap<string, boolean>; counts: Record<string, number> },
  ): Promise<Progress> {
    const { findings, met } = page;
    const { mode = 'policy' } = job.options as { mode?: ReconcileMode };
    const stated = findings.map((finding) => ({ finding, state: stateOf(finding.group, target.policy, mode) }));
    const repairable = await this.drift.record(client, job, stated);
    await this.drift.met(client, job.id, met);
    const queued = await this.repairs.enqueue(client, job, target, repairable);
    const counts = added(added(job.counts, page.counts), {
      ...byGroup(findings),
      unsettled: [...met.values()].filter((compared) => !compared).length,
    });
    return { cursor: { ...page.next, queued: page.next.queued + queued } satisfies Cursor, counts };
  }

  private async end(client: PoolClient, job: Job, cursor: Cursor): Promise<Progress> {
    if (cursor.phase === 'close') {
      const gone = await this.drift.close(client, job);
      return { cursor: { ...cursor, phase: 'settle' }, counts: { ...job.counts, gone } };
    }
    const { finished, counts, pauseMs } = await settle(this.queue, client, job, cursor.queued);
    await this.drift.settle(client, job.id, HELD_NOTE);
    if (finished) await forgetOrphans(client);
    return { finished, pauseMs, counts: { ...job.counts, ...counts } };
  }

  /** Of a connection that feeds the same site as another target. */
  private isAnothers(user: KnownUser, target: JobTarget): boolean {
    if (feeds(user.connection, target.connection)) return false;
    return this.targets
      .all()
      .some(({ siteUrl, connection }) => siteUrl === target.siteUrl && feeds(user.connection, connection));
  }
}

const feeds = (connection: string, of: string): boolean => of === '*' || of === connection;

function stateOf(group: AttributeGroup, { settings }: Policy, mode: ReconcileMode): DriftState {
  if (group === 'unlinked' || mode === 'report') return 'open';
  const wish = mode === 'repair' ? 'repair' : settings.drift.on[group];
  return wish === 'repair' ? 'repairing' : wish === 'ask' ? 'asked' : 'open';
}

/** The usermeta that the mapping sets. */
export function metaKeys({ settings }: Policy): string[] {
  const mapped = settings.mapping.flatMap(({ to }) => (to.startsWith('meta.') ? [to.slice('meta.'.length)] : []));
  return [...new Set([...mapped, 'usher_user_name'])];
}

function byGroup(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { group } of findings) counts[group] = (counts[group] ?? 0) + 1;
  return counts;
}
