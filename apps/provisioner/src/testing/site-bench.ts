import { randomUUID } from 'node:crypto';
import type { UserEventData } from '@usher/events';
import { compileSettings, nextStep, type Operation, type Policy } from '@usher/provisioning';
import type { WordPressSite } from '@usher/wordpress';
import { ApplyService, type WorkTarget } from '../apply/apply.service.js';
import { Acts } from '../jobs/acts.js';
import type { JobHandler } from '../jobs/job.js';
import { JobRepository, type JobView } from '../jobs/job.repository.js';
import { JobRunner, type JobRunnerOptions } from '../jobs/job-runner.js';
import { JobStarter } from '../jobs/job-starter.js';
import type { JobTarget, TargetSource } from '../jobs/target-source.js';
import { LinkRepository } from '../links/link.repository.js';
import { LinkStore } from '../links/link.store.js';
import { Directory } from '../reconcile/directory.js';
import { DriftRepository } from '../reconcile/drift.repository.js';
import { Budget } from '../safety/budget.js';
import { ClaimsRepository } from '../work/claims.repository.js';
import { WorkQueue } from '../work/work-queue.js';
import { WorkDatabase } from './work-database.js';

export const ORIGIN = { sourceIp: '10.0.0.1', tokenId: 'operator', actor: 'operator', traceId: '0'.repeat(31) + '7' };

export interface UserParts {
  revision?: number;
  connection?: string;
  userName?: string;
  email?: string;
  active?: boolean;
  deleted?: boolean;
  type?: string;
  groups?: UserEventData['user']['groups'];
  attributes?: UserEventData['user']['attributes'];
  password?: string;
  receivedAt?: Date;
}

/** A provisioner's database and one target, worked on by hand: what reads and writes a site is the real thing. */
export class SiteBench {
  readonly queue: WorkQueue;
  readonly directory: Directory;
  readonly drift: DriftRepository;
  readonly jobs: JobRepository;
  readonly acts: Acts;
  readonly links: LinkStore;
  readonly targets: TargetSource & { list: JobTarget[] };
  private readonly runners: JobRunner[] = [];
  private constructor(
    readonly work: WorkDatabase,
    readonly target: JobTarget & { policy: Policy; connection: string; paused: boolean },
    private readonly site: WordPressSite,
  ) {
    this.queue = new WorkQueue(work.pool);
    this.directory = new Directory(work.pool);
    this.drift = new DriftRepository(work.pool);
    this.jobs = new JobRepository(work.pool);
    this.acts = new Acts(work.pool, { wake: () => undefined });
    this.links = new LinkStore(new LinkRepository(work.pool));
    const list = [this.target as JobTarget];
    this.targets = { list, all: () => list, find: (id) => list.find((one) => one.id === id) };
  }

  static async open(site: WordPressSite, settings: object = {}): Promise<SiteBench> {
    const target = {
      ...{ id: 'blog', name: 'Blog', siteUrl: 'http://site', connection: 'idp', paused: false, multisite: false },
      ...{ policy: policyOf(settings), site },
    };
    const work = await WorkDatabase.open();
    await work.addTarget(target.id, target.connection);
    return new SiteBench(work, target, site);
  }

  set settings(settings: object) {
    this.target.policy = policyOf(settings);
  }

  /** As when their processes end. */
  async stopRunners(): Promise<void> {
    await Promise.all(this.runners.splice(0).map((runner) => runner.onModuleDestroy()));
  }

  async close(): Promise<void> {
    await this.stopRunners();
    await this.work.close();
  }

  /** The directory tells of a user; nothing is done about it yet. */
  async tell(scimId: string, parts: UserParts = {}): Promise<void> {
    const { revision = 1, connection = 'idp', userName = `name-${scimId}`, email = `${scimId}@example.org` } = parts;
    const { active = true, deleted = false, groups = [], attributes = {}, password, receivedAt } = parts;
    const data: UserEventData = {
      connection,
      user: {
        ...{ id: scimId, revision, userName, externalId: null, active, deleted, groups },
        attributes: { emails: [{ value: email, primary: true }], displayName: userName, ...attributes },
        ...(password === undefined ? {} : { password }),
      },
      ...{ changes: [], origin: { ...ORIGIN, actor: 'IdP' } },
    };
    const type = parts.type ?? (deleted ? 'user.deleted' : revision === 1 ? 'user.created' : 'user.updated');
    await this.work.pool.query(
      `INSERT INTO provisioner.states (connection, scim_id, revision, event_id, type, user_name, active, deleted, data,
         time, received_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), coalesce($10, clock_timestamp()))`,
      [connection, scimId, revision, randomUUID(), type, userName, active, deleted, JSON.stringify(data), receivedAt],
    );
  }

  /** Puts everybody into the queue, and works it off. */
  async provisionAll(): Promise<void> {
    const { id: targetId, connection } = this.target;
    const client = await this.work.pool.connect();
    await client.query('BEGIN');
    await this.queue.enqueueLatest(client, { targetId, connection, scimIds: 'all', kind: 'resync' });
    await client.query('COMMIT');
    client.release();
    await this.workOff();
  }

  /** Works on the queue until nothing of it is due; returns how many rows were brought to an end. */
  async workOff(): Promise<number> {
    const claims = new ClaimsRepository(this.work.pool, randomUUID());
    const apply = new ApplyService(this.links, new Budget(this.work.pool), { wake: () => undefined });
    const { id, name, siteUrl } = this.target;
    const target = {
      ...{ id, name, siteUrl, policy: this.target.policy, site: this.site },
      gate: { report: () => ({ lastStatus: { wordpress: { multisite: false } } }) },
      send: async (operation: Operation) => {
        const [result] = await this.site.batch([operation as Parameters<WordPressSite['batch']>[0][number]]);
        if (result === undefined) throw new Error('no result');
        return nextStep({ result });
      },
    } as unknown as WorkTarget;
    let ended = 0;
    for (
      let rows = await claims.claim(id, 50, [0, 1, 2]);
      rows.length > 0;
      rows = await claims.claim(id, 50, [0, 1, 2])
    ) {
      for (const row of rows) {
        const worked = await apply.work(row, target);
        if (!worked.recorded) throw new Error(`not recorded: ${worked.reason}`);
        ended += 1;
      }
    }
    return ended;
  }

  runner(handlers: JobHandler[], options: JobRunnerOptions = {}): JobRunner {
    const pace = { pollMs: 20, retry: { first: 5, longest: 20 }, ...options };
    const runner = new JobRunner(this.work.pool, this.jobs, handlers, () => undefined, pace);
    this.runners.push(runner);
    return runner;
  }

  starter(runner: JobRunner): JobStarter {
    return new JobStarter(this.acts, this.jobs, this.targets, runner);
  }

  /** The job when it is as wanted. */
  async until(id: string, fits: (job: JobView) => boolean = ({ state }) => state !== 'running'): Promise<JobView> {
    for (;;) {
      const job = await this.jobs.find(id);
      if (job !== null && fits(job)) return job;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export function policyOf(settings: object): Policy {
  const compiled = compileSettings(settings);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.policy;
}
