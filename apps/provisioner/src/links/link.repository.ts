import { outboxColumns } from '@usher/event-log';
import type { EventMessage } from '@usher/events';
import type { Link } from '@usher/provisioning';
import type { Pool } from 'pg';
import type { EndRecord, LinkKey } from './end-record.js';
import { linkFrom, type LinkRow } from './link-row.js';
import { GONE, LOAD, RECORD } from './record.sql.js';

/** The table of links, and the one way in which work comes to an end. */
export class LinkRepository {
  constructor(private readonly pool: Pool) {}

  /** The links in the order of the keys; null where there is none. */
  async load(keys: readonly LinkKey[]): Promise<(Link | null)[]> {
    const { rows } = await this.pool.query<LinkRow>({
      name: 'provisioner-load-links',
      text: LOAD,
      values: [keys.map(({ targetId }) => targetId), keys.map(({ scimId }) => scimId)],
    });
    const found = new Map(rows.map((row) => [`${row.target_id}/${row.scim_id}`, linkFrom(row)]));
    return keys.map(({ targetId, scimId }) => found.get(`${targetId}/${scimId}`) ?? null);
  }

  /** Whether the directory has deleted the user, and all that was to be done about that in the site has been. */
  async isGone({ targetId, scimId }: LinkKey, connection: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(GONE, [targetId, scimId, connection]);
    return rowCount === 1;
  }

  /** One transaction for all of them; no two of one user and target. */
  async record(ends: readonly EndRecord[]): Promise<void> {
    const linked = ends.flatMap((end) => (end.link === null ? [] : [{ ...end, link: end.link }]));
    const heirs = ends.filter(({ predecessor }) => predecessor !== null);
    const dead = ends.flatMap((end) => (end.deadLetter === null ? [] : [{ ...end, deadLetter: end.deadLetter }]));
    await this.pool.query({
      name: 'provisioner-record-ends',
      text: RECORD,
      values: [
        ends.map(({ work }) => work.id),
        ends.map(({ work }) => work.eventId),
        ends.map(({ targetId }) => targetId),
        ends.map(({ connection }) => connection),
        ends.map(({ scimId }) => scimId),
        ends.map(({ userName }) => clean(userName)),
        ends.map(({ revision }) => revision),
        ends.map(({ holdAs }) => holdAs),
        ends.map(({ settled }) => settled),
        ends.map(({ work }) => work.jobId),
        ends.map(({ deletion }) => (typeof deletion === 'object' ? deletion.afterDays : null)),
        ends.map(({ deletion }) => deletion === 'none'),
        ends.map(({ outcome }) => outcome?.type ?? null),
        ...messageColumns(ends.map(({ outcome }) => outcome?.message ?? null)),
        linked.map(({ work }) => work.id),
        linked.map(({ link }) => link.wordpressId),
        linked.map(({ link }) => link.login && clean(link.login)),
        linked.map(({ link }) => link.revision),
        linked.map(({ link }) => link.causeId),
        linked.map(({ link }) => link.status),
        linked.map(({ link }) => (link.fields === null ? null : JSON.stringify(link.fields))),
        linked.map(({ link }) => link.stateHash),
        linked.map(({ candidates }) => (candidates === null ? null : JSON.stringify(candidates))),
        dead.map(({ work }) => work.id),
        dead.map(({ deadLetter }) => deadLetter.code),
        dead.map(({ deadLetter }) => clean(deadLetter.reason)),
        heirs.map(({ work }) => work.id),
        heirs.map(({ predecessor }) => predecessor),
      ],
    });
  }
}

/** PostgreSQL's texts have no NUL. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '');
}

/** Null in every column where there is no message. */
function messageColumns(messages: readonly (EventMessage | null)[]): (string | null)[][] {
  const columns = outboxColumns(messages.flatMap((message) => message ?? []));
  let next = 0;
  const places = messages.map((message) => (message === null ? null : next++));
  return columns.map((column) => places.map((place) => (place === null ? null : (column[place] ?? null))));
}
