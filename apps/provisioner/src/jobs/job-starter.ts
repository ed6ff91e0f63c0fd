import { randomUUID } from 'node:crypto';
import type { Origin } from '@usher/events';
import type { Act, Acts, Answer } from './acts.js';
import { refused } from './acts.js';
import type { JobKind } from './job.js';
import type { JobRepository, JobView } from './job.repository.js';
import type { JobRunner } from './job-runner.js';
import type { TargetSource } from './target-source.js';

export interface JobRequest {
  targetId: string;
  kind: JobKind;
  options?: unknown;
  origin: Origin;
}

const STARTED: Record<JobKind, { action: string; detail: string }> = {
  resync: { action: 'target.resync', detail: 'Every user of the directory is brought to the site once more.' },
  reconcile: { action: 'target.reconcile', detail: 'The site is compared with the directory.' },
  repair: { action: 'drift.repair', detail: 'What the comparison found in the site is put right.' },
  import: { action: 'target.import', detail: 'Accounts of the site are brought into the directory.' },
  replay: { action: 'dead-letters.replay', detail: 'What the site refused is tried once more.' },
};

const ALREADY: Record<JobKind, string> = {
  resync: 'The users are being brought to this site already.',
  reconcile: 'This site is being compared already.',
  repair: 'Differences of this site are being put right already.',
  import: 'Accounts of this site are being imported already.',
  replay: 'Refused users of this site are being tried again already.',
};

/** Starts jobs, and ends them early. */
export class JobStarter {
  constructor(
    private readonly acts: Acts,
    private readonly jobs: JobRepository,
    private readonly targets: TargetSource,
    private readonly runner: Pick<JobRunner, 'wake' | 'handler'>,
  ) {}

  /** One of a kind at a time for each target. @param more what else the audit shall read */
  async start({ targetId, kind, options = {}, origin }: JobRequest, more = ''): Promise<Answer<JobView>> {
    const target = this.targets.find(targetId);
    if (target === undefined) return refused(404, `There is no target "${targetId}".`);
    const id = randomUUID();
    const { action, detail } = STARTED[kind];
    const act: Act = { action, detail: [detail, more].filter(Boolean).join(' '), target };
    const answer = await this.acts.perform(origin, async (client) => {
      if (await this.jobs.insert(client, { id, targetId, kind, options, origin }))
        return { ok: true, value: { answer: id, act } };
      return refused(409, `${ALREADY[kind]} Wait for it to end, or cancel it, and try again.`);
    });
    if (!answer.ok) return answer;
    this.runner.wake();
    return this.view(id);
  }

  async cancel(id: string, origin: Origin): Promise<Answer<JobView>> {
    const known = await this.jobs.find(id);
    if (known === null) return refused(404, `There is no job "${id}".`);
    const name = this.targets.find(known.targetId)?.name ?? known.targetId;
    const target = { id: known.targetId, name };
    const answer = await this.acts.perform(origin, async (client) => {
      const job = await this.jobs.cancel(client, id);
      if (job === null) return refused(409, 'The job has ended already.');
      await this.runner.handler(job.kind)?.cancelled?.(client, job);
      const detail = `Cancelled the job "${job.kind}" after ${job.done} of ${job.total ?? 'an unknown number'}.`;
      return { ok: true, value: { answer: null, act: { action: 'job.cancel', detail, target } } };
    });
    return answer.ok ? this.view(id) : answer;
  }

  private async view(id: string): Promise<Answer<JobView>> {
    const view = await this.jobs.find(id);
    return view === null ? refused(404, `There is no job "${id}".`) : { ok: true, value: view };
  }
}
