import type { Origin } from '@usher/events';
import { DEFAULT_SETTINGS, type TargetSettings } from '@usher/provisioning';
import { type Answer, refused } from '../jobs/acts.js';
import type { WorkQueue } from '../work/work-queue.js';
import { changesBetween } from './changes.js';
import { CredentialsDesk } from './credentials-desk.js';
import type { Means } from './definition.js';
import { ENVIRONMENT_TARGET } from './environment-target.js';
import { freeId } from './free-id.js';
import { act, acted, gone, type TargetActs, users } from './target-acts.js';
import type { Edited } from './target-edits.js';

/** What an operator gives of a new site. */
export interface NewTarget {
  /** Made of the name when undefined. */
  id?: string;
  name: string;
  connection: string;
  /** In the form of `siteUrlOf`. */
  siteUrl: string;
  username: string;
  applicationPassword: string;
  /** Complete, as compiled. */
  settings: TargetSettings;
  paused: boolean;
}

/** What came of a removal. */
export interface Removed {
  /** Accounts that stay in WordPress as they are. */
  accounts: number;
  /** Changes of users that were on their way to the site, and won't get there. */
  dropped: number;
}

/** What operators do with targets: each act, the event that tells of it, and the work that follows are one transaction. */
export class TargetsService {
  private readonly desk: CredentialsDesk;

  constructor(
    private readonly acts: TargetActs,
    private readonly queue: Pick<WorkQueue, 'dropTarget'>,
    private readonly means: Means,
  ) {
    this.desk = new CredentialsDesk(means);
  }

  async create(origin: Origin, given: NewTarget): Promise<Answer<Edited>> {
    const { store, resync } = this.acts;
    const fault = this.desk.fault();
    if (fault !== null) return fault;
    const { name, connection, siteUrl, username, paused } = given;
    return this.acts.perform(origin, async (client) => {
      const id = await freeId(given.id, name, (wanted) => store.taken(client, wanted));
      if (id === null) return refused(409, `The id "${given.id}" is taken, by a removed site perhaps: choose another.`);
      const rival = await this.acts.rivalry(client, { id, name, connection, siteUrl });
      if (rival !== null) return rival;
      const secret = this.desk.seal({ id, siteUrl }, given.applicationPassword);
      const settings = JSON.stringify(given.settings);
      const changes = [
        ...changesBetween({}, { name, siteUrl, connection, username, applicationPassword: 'set', paused }, ''),
        ...changesBetween(DEFAULT_SETTINGS, given.settings, 'settings'),
      ];
      await store.insert(client, { id, name, connection, siteUrl, username, secret, settings, paused });
      await store.addVersion(client, { id, version: 1, settings }, { changes, actor: origin.actor });
      const queued = await resync.fill(client, { id, connection }, origin);
      const detail = `Connected the site ${siteUrl}. ${users(queued)} to it.`;
      return acted({ id, changes, queued }, act('target.create', detail, { id, name, connection }, changes));
    });
  }

  async setPaused(origin: Origin, id: string, paused: boolean): Promise<Answer<{ id: string }>> {
    return this.acts.perform(origin, async (client) => {
      const row = await this.acts.store.lock(client, id);
      if (row === null) return gone(id);
      if (row.paused === paused) return acted({ id }, null);
      await this.acts.store.pause(client, id, paused);
      const detail = paused
        ? 'Paused the site: its users wait, leavers included, until it is resumed.'
        : 'Resumed the site: what waited for it goes on.';
      const changes = [{ path: 'paused', before: !paused, after: paused }];
      return acted({ id }, act(paused ? 'target.pause' : 'target.resume', detail, row, changes));
    });
  }

  async remove(origin: Origin, id: string): Promise<Answer<Removed>> {
    const { store } = this.acts;
    if (this.byEnvironment(id))
      return refused(
        409,
        'This site is named by WORDPRESS_URL: unset that variable and restart the provisioner to remove it, or pause it.',
      );
    return this.acts.perform(origin, async (client) => {
      const row = await store.lock(client, id);
      if (row === null) return gone(id);
      const { accounts, work } = await store.remains(client, id);
      await store.remove(client, id);
      await this.queue.dropTarget(client, row);
      const detail =
        `Disconnected the site ${row.siteUrl}. Its ${accounts} linked accounts stay in WordPress as they are, and nobody ` +
        `changes or shuts them any more; ${work} changes that waited for it were dropped.`;
      return acted({ accounts, dropped: work }, act('target.delete', detail, row, []));
    });
  }

  private byEnvironment(id: string): boolean {
    return id === ENVIRONMENT_TARGET && this.means.environment !== null;
  }
}
