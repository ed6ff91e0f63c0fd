import {
  carryOut,
  type Ending,
  type Link,
  type Operation,
  type Policy,
  stateHash,
  type UserEvent,
} from '@usher/provisioning';
import { added } from '../jobs/counts.js';
import type { Counts } from '../jobs/job.js';
import type { JobTarget } from '../jobs/target-source.js';
import type { Beginning, History, HistoryPlace, PastState } from './history.js';
import { redacted } from './redact.js';
import { SimulatedSite } from './simulated-site.js';

/** What one set of settings makes of one event. */
export interface Performed {
  outcome: 'succeeded' | 'skipped' | 'rejected' | 'stale' | 'held' | 'recorded';
  action: string;
  code: string | null;
  detail: string;
  /** Null: nothing is sent. */
  operation: Operation | null;
  departure: boolean;
}

/** An event that the candidate settings would treat otherwise. */
export interface RehearsalLine {
  at: string;
  scimId: string;
  userName: string;
  connection: string;
  revision: number;
  type: string;
  current: Performed;
  candidate: Performed;
  /** What differs between the two operations: `op`, `active`, a field, `meta.<key>`, `roles`... */
  differs: string[];
}

export interface RehearsalSummary {
  summary: true;
  events: number;
  users: number;
  /** Events that would be treated otherwise. */
  differing: number;
  /** Actions and outcomes by name. */
  current: Counts;
  candidate: Counts;
  departures: { current: number; candidate: number };
}

export interface Rehearsal {
  from: Date;
  to: Date;
  current: Policy;
  candidate: Policy;
}

/** Events of one page. */
const PAGE = 500;

/**
 * Takes the events of a time once through the settings as they are and once through others, against a site in memory,
 * and tells what would differ. The real site isn't asked.
 *
 * User by user, each one's events in their order: users don't depend on each other, and so the memory it takes doesn't
 * depend on how many there are. A user begins as the last state before the time, if it is still kept, would have left
 * the account under the current settings; else without an account, if the first event is the user's very first; else
 * with the account that is linked now, active. Nothing is refused by the site, and nobody is held for approval: outcomes
 * of back then aren't taken over, since they are due to a site that may have changed.
 */
export async function* rehearse(
  history: History,
  target: Pick<JobTarget, 'id' | 'connection' | 'multisite'>,
  { from, to, current, candidate }: Rehearsal,
): AsyncGenerator<RehearsalLine | RehearsalSummary> {
  const total: RehearsalSummary = {
    ...{ summary: true, events: 0, users: 0, differing: 0, current: {}, candidate: {} },
    departures: { current: 0, candidate: 0 },
  };
  const site = target.multisite === null ? undefined : { multisite: target.multisite };
  let stages = null as Stages | null;
  for (let after: HistoryPlace | null = null; ;) {
    const page: PastState[] = await history.page(target.connection, from, to, after, PAGE);
    const firsts = page.filter(({ scimId }, index) => scimId !== (page[index - 1]?.scimId ?? stages?.scimId));
    const beginnings = await history.beginnings(target.id, firsts);
    for (const state of page) {
      if (stages?.scimId !== state.scimId) {
        const begun = await beginning(state, beginnings.get(state.scimId), current, site);
        stages = { scimId: state.scimId, current: begun.copy(current), candidate: begun.copy(candidate) };
        total.users += 1;
      }
      const [now, then] = [await stages.current.perform(state), await stages.candidate.perform(state)];
      total.events += 1;
      total.current = added(total.current, { [nameOf(now)]: 1 });
      total.candidate = added(total.candidate, { [nameOf(then)]: 1 });
      total.departures.current += now.departure ? 1 : 0;
      total.departures.candidate += then.departure ? 1 : 0;
      if (!differ(now, then)) continue;
      total.differing += 1;
      yield lineOf(state, now, then);
    }
    after = page.at(-1) ?? null;
    if (after === null || page.length < PAGE) break;
  }
  yield total;
}

interface Stages {
  scimId: string;
  current: Stage;
  candidate: Stage;
}

/** One user in one simulated site, under one policy. */
class Stage {
  constructor(
    private readonly policy: Policy,
    private readonly site: { multisite: boolean } | undefined,
    private readonly account: SimulatedSite,
    private link: Link | null,
  ) {}

  copy(policy: Policy): Stage {
    return new Stage(policy, this.site, this.account.copy(), this.link);
  }

  async perform({ eventId: id, type, data }: PastState): Promise<Performed> {
    const event: UserEvent = { id, type, user: data.user };
    let sent: Operation | null = null;
    const send = (operation: Operation) => {
      sent ??= operation;
      return Promise.resolve(this.account.send(operation));
    };
    const site = this.site === undefined ? {} : { site: this.site };
    const ending = await carryOut({ event, link: this.link, policy: this.policy, ...site }, { send });
    if (ending.kind === 'concluded' && ending.link !== null) this.link = ending.link;
    return performed(ending, sent);
  }
}

function performed(ending: Ending, operation: Operation | null): Performed {
  if (ending.kind !== 'concluded') {
    return { outcome: 'recorded', action: 'none', code: null, detail: '', operation, departure: false };
  }
  const { outcome, plan } = ending;
  const { type, action, code, detail } = outcome;
  return { outcome: type, action, code, detail, operation, departure: plan.kind === 'execute' && plan.departure };
}

async function beginning(
  first: PastState,
  { state, link }: Beginning = { state: null, link: null },
  policy: Policy,
  site: { multisite: boolean } | undefined,
): Promise<Stage> {
  if (state !== null) {
    const stage = new Stage(policy, site, new SimulatedSite(), null);
    await stage.perform({ ...state, type: 'user.resynced' });
    return stage;
  }
  if (first.revision === 1 || link?.wordpressId == null) return new Stage(policy, site, new SimulatedSite(), null);
  const revision = first.revision - 1;
  const { login, fields, wordpressId } = link;
  const account = {
    ...{ id: wordpressId, login: login ?? '', active: true, withoutRoles: false, revision, administrator: false },
    fields: { user_login: login ?? '', user_email: fields?.user_email ?? '' },
    ...{ meta: {}, roles: [], rolesGiven: null, groups: [] },
  };
  const before: Link = { ...link, revision, causeId: 'before', status: 'active', stateHash: null };
  return new Stage(policy, site, new SimulatedSite(account, revision), before);
}

const nameOf = ({ outcome, action }: Performed): string => (outcome === 'succeeded' ? action : outcome);

function differ(now: Performed, then: Performed): boolean {
  return now.outcome !== then.outcome || now.code !== then.code || differing(now.operation, then.operation).length > 0;
}

function lineOf(state: PastState, now: Performed, then: Performed): RehearsalLine {
  const { scimId, userName, connection, revision, type, receivedAt } = state;
  const differs = differing(now.operation, then.operation);
  const line = { at: receivedAt.toISOString(), scimId, userName, connection, revision, type };
  return redacted({ ...line, current: now, candidate: then, differs });
}

/** Paths whose values differ, one level into `fields`, `meta` and `onCreate`. */
export function differing(one: Operation | null, other: Operation | null): string[] {
  if (one === null || other === null) return one === other ? [] : ['op'];
  if (stateHash(one) === stateHash(other)) return [];
  const [a, b] = [flat(one), flat(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}

function flat(operation: Operation): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(operation) as [string, unknown][]) {
    if (key === 'revision') continue;
    const inner = (key === 'fields' || key === 'meta') && typeof value === 'object' && value !== null ? value : null;
    if (inner === null) entries.set(key, JSON.stringify(value));
    else
      for (const [name, entry] of Object.entries(inner))
        entries.set(key === 'meta' ? `meta.${name}` : name, JSON.stringify(entry));
  }
  return entries;
}
