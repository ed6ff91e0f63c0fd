import type { AttributeChange, Origin } from '@usher/events';
import type { PoolClient } from 'pg';
import { type Act, type Acts, type Answer, refused } from '../jobs/acts.js';
import { pastDeadlocks } from './deadlock.js';
import type { Resync } from './resync.js';
import { EVERY_CONNECTION, type TargetRow } from './target-row.js';
import type { TargetRegistry } from './target.registry.js';
import type { TargetStore } from './target.store.js';

/** How acts on targets are carried out: one after another, with the event that tells of each, and in force at once. */
export class TargetActs {
  constructor(
    private readonly acts: Acts,
    readonly store: TargetStore,
    readonly resync: Resync,
    private readonly registry: Pick<TargetRegistry, 'refresh'>,
  ) {}

  /** Carries out an act on targets; what it changed is in force here when this resolves. */
  async perform<T extends object>(
    origin: Origin,
    work: (client: PoolClient) => Promise<Answer<{ answer: T; act: Act | null }>>,
  ): Promise<Answer<T>> {
    const { store, registry, resync } = this;
    // Workers hold rows of the work that an act may drop.
    const answer = await pastDeadlocks(() =>
      this.acts.perform(origin, async (client) => {
        await store.takeTurn(client);
        return work(client);
      }),
    );
    if (!answer.ok) return answer;
    // It is committed: a failure to read it back now is mended by the next poll.
    await registry.refresh().catch(() => undefined);
    if ('id' in answer.value && typeof answer.value.id === 'string') resync.wake(answer.value.id);
    return answer;
  }

  /** Why a site can't be so beside those there are; null: it can. */
  async rivalry(
    client: PoolClient,
    row: Pick<TargetRow, 'id' | 'name' | 'connection' | 'siteUrl'>,
  ): Promise<Answer<never> | null> {
    const rival = await this.store.rival(client, row);
    if (rival === null) return null;
    if (rival.siteUrl !== row.siteUrl)
      return refused(409, `Another site is named "${rival.name}" (${rival.id}): choose another name.`);
    const whose = rival.connection === EVERY_CONNECTION ? 'every connection' : `the connection "${rival.connection}"`;
    return refused(
      409,
      `${row.siteUrl} is connected already, as "${rival.name}" (${rival.id}), fed by ${whose}: its users would be brought to it twice.`,
    );
  }
}

export const gone = (id: string) => refused(404, `There is no target "${id}".`);

export function act(
  action: string,
  detail: string,
  { id, name, connection }: Pick<TargetRow, 'id' | 'name' | 'connection'>,
  changes: AttributeChange[],
): Act {
  return {
    action,
    detail,
    target: { id, name },
    connection: connection === EVERY_CONNECTION ? null : connection,
    changes,
  };
}

export function acted<T>(answer: T, told: Act | null): Answer<{ answer: T; act: Act | null }> {
  return { ok: true, value: { answer, act: told } };
}

export const users = (count: number): string => (count === 1 ? 'One user is brought' : `${count} users are brought`);
