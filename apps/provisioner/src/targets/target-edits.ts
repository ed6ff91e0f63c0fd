import type { AttributeChange, Origin } from '@usher/events';
import { compileSettings, type TargetSettings } from '@usher/provisioning';
import type { PoolClient } from 'pg';
import { type Answer, refused } from '../jobs/acts.js';
import { changesBetween } from './changes.js';
import { CredentialsDesk } from './credentials-desk.js';
import type { Means } from './definition.js';
import { act, acted, gone, type TargetActs, users } from './target-acts.js';
import type { TargetRow } from './target-row.js';
import type { NewTarget } from './targets.service.js';

export type TargetEdit = Partial<
  Pick<NewTarget, 'name' | 'connection' | 'siteUrl' | 'username' | 'applicationPassword'>
>;

/** What came of an edit. */
export interface Edited {
  id: string;
  changes: AttributeChange[];
  /** Users that are brought to the site once more because of it. */
  queued: number;
}

/** What a change makes of a row. */
interface Change {
  after: TargetRow;
  changes: AttributeChange[];
  action: string;
  /** Others may belong to the site now, or it is another one. */
  resync: boolean;
}

/** Edits of what is stored of a target. Each is a version; two that are based on the same one don't both succeed. */
export class TargetEdits {
  private readonly desk: CredentialsDesk;

  constructor(
    private readonly acts: TargetActs,
    means: Means,
  ) {
    this.desk = new CredentialsDesk(means);
  }

  /** @param version that the operator had before them; undefined: whichever it is */
  update(origin: Origin, id: string, given: TargetEdit, version?: number): Promise<Answer<Edited>> {
    return this.edit(origin, id, version, (row) => {
      const fault = this.desk.faultOf(row, given);
      if (fault !== null) return fault;
      const { applicationPassword, ...plain } = given;
      const after: TargetRow = { ...row, ...plain };
      if (applicationPassword !== undefined) after.secret = this.desk.seal(after, applicationPassword);
      const anew =
        applicationPassword === undefined ? [] : [{ path: 'applicationPassword', before: 'set', after: 'set anew' }];
      const changes = [...changesBetween(editable(row), editable(after), ''), ...anew];
      const moved = row.connection !== after.connection || row.siteUrl !== after.siteUrl;
      return { ok: true, value: { after, changes, action: 'target.update', resync: moved } };
    });
  }

  /** @param settings complete, as compiled */
  saveSettings(origin: Origin, id: string, settings: TargetSettings, version?: number): Promise<Answer<Edited>> {
    return this.edit(origin, id, version, (row) => {
      const before = settingsOf(row);
      const changes = changesBetween(before, settings, 'settings');
      const after = { ...row, settings: JSON.stringify(settings) };
      const rescoped = (before as Partial<TargetSettings>).scope !== settings.scope;
      return { ok: true, value: { after, changes, action: 'target.settings', resync: rescoped } };
    });
  }

  private edit(
    origin: Origin,
    id: string,
    version: number | undefined,
    change: (row: TargetRow) => Answer<Change>,
  ): Promise<Answer<Edited>> {
    const { store, resync } = this.acts;
    return this.acts.perform(origin, async (client) => {
      const row = await store.lock(client, id);
      if (row === null) return gone(id);
      if (version !== undefined && version !== row.version) return this.overtaken(client, row, version);
      const changed = change(row);
      if (!changed.ok) return changed;
      const { changes, action } = changed.value;
      if (changes.length === 0) return acted({ id, changes, queued: 0 }, null);
      const after = { ...changed.value.after, version: row.version + 1 };
      const rival = await this.acts.rivalry(client, after);
      if (rival !== null) return rival;
      await store.update(client, after);
      await store.addVersion(client, after, { changes, actor: origin.actor });
      const queued = changed.value.resync ? await resync.fill(client, after, origin) : 0;
      const more = changed.value.resync ? ` ${users(queued)} to it once more.` : '';
      const detail = `Changed ${wordsOf(changes)}.${more}`;
      return acted({ id, changes, queued }, act(action, detail, after, changes));
    });
  }

  private async overtaken(client: PoolClient, row: TargetRow, version: number): Promise<Answer<never>> {
    const edit = await this.acts.store.lastEdit(client, row.id);
    const who = edit === null ? '' : `, last by ${edit.actor} at ${edit.at.toISOString()}`;
    return refused(
      409,
      `Your change is based on version ${version}, and this site is at version ${row.version}${who}: read it again, and make your change to that.`,
    );
  }
}

const editable = ({ name, connection, siteUrl, username }: TargetRow) => ({ name, connection, siteUrl, username });

/** As the core understands what is stored; as it is stored when the core doesn't. */
export function settingsOf({ settings }: Pick<TargetRow, 'settings'>): object {
  const stored = JSON.parse(settings) as object;
  const compiled = compileSettings(stored);
  return compiled.ok ? compiled.policy.settings : stored;
}

/** Which parts changed, at most a few of them by name. */
function wordsOf(changes: readonly AttributeChange[]): string {
  const names = [...new Set(changes.map(({ path }) => path.replace(/^settings\./, '').replace(/[.[].*$/, '')))];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
