import { appendToOutbox } from '@usher/event-log';
import { type ConnectorAccount, MAX_PAGE } from '@usher/wordpress';
import { added } from '../jobs/counts.js';
import { type CommitPage, type Counts, type Job, JobFailure, type JobHandler } from '../jobs/job.js';
import type { JobTarget, TargetSource } from '../jobs/target-source.js';
import { accountMessage } from './account-event.js';

export interface ImportOptions {
  /** WordPress ids; null: all accounts that are nobody's. */
  accounts: number[] | null;
  /** Into whose directory. */
  connection: string;
}

interface Cursor {
  after: number;
  /** Login of Usher's own user in the site. */
  own: string;
}

/** What becomes of an account. */
type Fate = 'imported' | 'already_linked' | 'administrators' | 'own';

/**
 * Publishes accounts that are nobody's, for the directory to make users of them. The users come back as events like
 * any other, and find their accounts by the target's matching rules.
 */
export class ImportJob implements JobHandler {
  readonly kind = 'import';

  constructor(private readonly targets: TargetSource) {}

  next(job: Job): Promise<CommitPage> {
    const target = this.targets.find(job.targetId);
    if (target === undefined) throw new JobFailure('The site is no longer connected.');
    const options = job.options as ImportOptions;
    const cursor = job.cursor as Cursor | null;
    return cursor === null ? this.begin(target, options) : this.page(job, target, options, cursor);
  }

  private async begin({ site }: JobTarget, { accounts }: ImportOptions): Promise<CommitPage> {
    const { accounts: counted, caller } = await site.status();
    const cursor: Cursor = { after: startOf(accounts, 0), own: caller.login };
    return () => Promise.resolve({ cursor, total: accounts === null ? counted.total : accounts.length });
  }

  private async page(job: Job, target: JobTarget, options: ImportOptions, cursor: Cursor): Promise<CommitPage> {
    const wanted = options.accounts === null ? null : new Set(options.accounts);
    const page = await target.site.accounts({ after: cursor.after, limit: MAX_PAGE });
    const chosen = page.accounts.filter(({ id }) => wanted === null || wanted.has(id));
    const fates = new Map(chosen.map((account) => [account, fateOf(account, target, cursor.own)]));
    const imported = chosen.filter((account) => fates.get(account) === 'imported');
    const now = new Date();
    const messages = imported.map((account) => accountMessage(account, target, options.connection, job.origin, now));
    const after = page.next === null ? null : startOf(options.accounts, page.next);
    const finished = after === null || (wanted !== null && after >= Math.max(0, ...wanted));
    const done = job.done + chosen.length;
    const missing: Counts = finished && wanted !== null ? { not_found: wanted.size - done } : {};
    const counts: Counts = { ...added(job.counts, tally([...fates.values()])), ...missing };
    return async (client) => {
      await appendToOutbox(client, messages);
      return { cursor: { ...cursor, after: after ?? cursor.after }, done, counts, finished };
    };
  }
}

/** Right before the next account that is wanted: those between needn't be read. */
function startOf(accounts: readonly number[] | null, after: number): number {
  if (accounts === null) return after;
  const next = accounts.reduce((least, id) => (id > after && id < least ? id : least), Infinity);
  return next === Infinity ? Math.max(after, ...accounts) : next - 1;
}

function fateOf({ scimId, administrator, login }: ConnectorAccount, { policy }: JobTarget, own: string): Fate {
  if (login === own) return 'own';
  if (scimId !== null) return 'already_linked';
  return administrator && !policy.settings.administrators.adopt ? 'administrators' : 'imported';
}

function tally(fates: readonly Fate[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const fate of fates) counts[fate] = (counts[fate] ?? 0) + 1;
  return counts;
}
