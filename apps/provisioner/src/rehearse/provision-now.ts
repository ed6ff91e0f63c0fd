import { setTimeout as sleep } from 'node:timers/promises';
import type { Origin, SettledTarget } from '@usher/events';
import { type Acts, type Answer, refused } from '../jobs/acts.js';
import type { JobTarget } from '../jobs/target-source.js';
import type { LinkStore } from '../links/link.store.js';
import type { KnownUser } from '../reconcile/directory.js';
import type { WorkQueue } from '../work/work-queue.js';
import { explain, type Explanation } from './explain.js';

export interface Provisioned {
  /** How it came to that: as explained right before. */
  explanation: Explanation;
  /** What the site made of it; null while it isn't at its end. */
  result: Omit<SettledTarget, 'target'> | null;
  /** In words; says what it waits for where there is no result yet. */
  detail: string;
}

export interface ProvisionPace {
  /** Milliseconds to wait for a result. */
  patience: number;
  /** Milliseconds between looks. */
  look: number;
}

/** Applies the latest state of one user ahead of all bulk work, and waits for what comes of it. */
export class ProvisionNow {
  constructor(
    private readonly acts: Acts,
    private readonly queue: Pick<WorkQueue, 'provision' | 'resultOf' | 'wake'>,
    private readonly links: Pick<LinkStore, 'isGone'>,
    private readonly pace: ProvisionPace = { patience: 30_000, look: 150 },
  ) {}

  async run(target: JobTarget, user: KnownUser, origin: Origin): Promise<Answer<Provisioned>> {
    const explanation = await explain(user, target, target.policy, this.links);
    const { scimId, userName } = user;
    const externalId = user.data.user.externalId;
    const asked = await this.acts.perform(origin, async (client) => {
      const eventId = await this.queue.provision({ targetId: target.id, scimId, origin }, client);
      if (eventId === null) return refused(404, `The user "${userName}" is not known any more.`);
      const act = {
        ...{ action: 'user.provision', detail: `Had "${userName}" provisioned now.`, target },
        ...{ connection: user.connection, user: { id: scimId, userName, externalId } },
      };
      return { ok: true, value: { answer: eventId, act } };
    });
    if (!asked.ok) return asked;
    this.queue.wake(target.id);
    const settled = await this.resultOf(asked.value);
    if (settled === null) return { ok: true, value: { explanation, result: null, detail: waits(target) } };
    const { result, action, code, detail } = settled;
    return { ok: true, value: { explanation, result: { result, action, code, detail }, detail } };
  }

  private async resultOf(eventId: string): Promise<SettledTarget | null> {
    const { patience, look } = this.pace;
    for (let waited = 0; ; waited += look) {
      const result = await this.queue.resultOf(eventId);
      if (result !== null || waited >= patience) return result;
      await sleep(look);
    }
  }
}

function waits({ name, paused }: JobTarget): string {
  return paused
    ? `"${name}" is paused: the user is provisioned as soon as it is resumed.`
    : `"${name}" has not come to it yet; it is done as soon as the site serves. The audit tells what came of it.`;
}
