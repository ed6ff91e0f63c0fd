import type { Origin } from '@usher/events';
import type { PoolClient } from 'pg';
import type { WorkQueue } from '../work/work-queue.js';
import { NOBODY } from './directory.js';
import type { Repairable } from './drift.repository.js';
import { buryOrphans } from './orphans.js';

/** Puts repairs into the queue of a target: one row for each user, with the groups of differences to be put right. */
export class Repairs {
  constructor(private readonly queue: WorkQueue) {}

  /** @returns rows added; rows that wait already count once */
  async enqueue(
    client: PoolClient,
    job: { id: string; origin: Origin },
    target: { id: string; connection: string },
    findings: readonly Repairable[],
  ): Promise<number> {
    const lost = findings.filter(({ group, connection }) => group === 'orphaned' && connection === null);
    if (lost.length > 0) {
      const orphans = lost.map(({ login, ...rest }) => ({ ...rest, login: login ?? rest.scimId }));
      await buryOrphans(client, target, orphans, job.origin);
    }
    let queued = 0;
    for (const { connection, groups, scimIds } of batches(findings)) {
      queued += await this.queue.enqueueLatest(client, {
        ...{ targetId: target.id, connection, scimIds, kind: 'repair', jobId: job.id, origin: job.origin },
        options: { groups },
      });
    }
    return queued;
  }
}

interface Batch {
  connection: string;
  groups: string[];
  scimIds: string[];
}

/** Users of whom the same is to be put right go together. */
export function batches(findings: readonly Repairable[]): Batch[] {
  const users = new Map<string, { connection: string; scimId: string; groups: Set<string> }>();
  for (const { scimId, connection, group } of findings) {
    const of = connection ?? NOBODY;
    const user = users.get(`${of}/${scimId}`) ?? { connection: of, scimId, groups: new Set() };
    users.set(`${of}/${scimId}`, user);
    user.groups.add(group);
  }
  const alike = new Map<string, Batch>();
  for (const { connection, scimId, groups } of users.values()) {
    const sorted = [...groups].sort();
    const key = `${connection}/${sorted.join()}`;
    const batch = alike.get(key) ?? { connection, groups: sorted, scimIds: [] };
    alike.set(key, batch);
    batch.scimIds.push(scimId);
  }
  return [...alike.values()];
}
