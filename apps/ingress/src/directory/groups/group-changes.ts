import { appendToOutbox } from '@usher/event-log';
import { type JsonObject, matches, type Result } from '@usher/scim';
import type { PoolClient } from 'pg';
import type { Cause } from '../cause.js';
import { failure } from '../failure.js';
import { isResourceId } from '../resource-id.js';
import { manyHeaders } from '../users/many-events.js';
import { type GroupChange, groupEvent } from './group-events.js';
import * as sql from './group-statements.js';
import type { MemberPlan } from './member-plan.js';
import { isPending, type Member } from './stored-group.js';

/** Members that came and went. */
export interface MemberDelta {
  added: Member[];
  removed: Member[];
}

interface Resolved extends Member {
  given: string;
}

/** Elements of an array with which the plan for any number will do. */
const FEW = 100;
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `ingress-group-${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * One transaction on the groups of one connection: who is in which group, what that makes of the users, and the events
 * of both. The group is locked by whoever makes this.
 */
export class GroupChanges {
  private readonly locked = new Set<string>();

  constructor(
    private readonly client: PoolClient,
    private readonly cause: Cause,
    readonly time: Date,
    /** Whether members may be named by their externalId. */
    private readonly byExternalId: boolean,
  ) {}

  /** Errors: 400 invalidValue for groups that would contain themselves. */
  async applyMembers(group: string, plan: MemberPlan): Promise<Result<MemberDelta>> {
    const existing = plan.keep === 'none' || plan.removeWhere.length > 0 ? await this.membersOf(group) : [];
    const adding = await this.resolve(plan.add);
    const kept = new Set(adding.map(({ value }) => value));
    const going = existing.filter((member) => {
      if (kept.has(member.value)) return false;
      return plan.keep === 'none' || plan.removeWhere.some((filter) => matches(filter, shown(member)));
    });
    const removing = [...going, ...(await this.resolve(plan.remove))];
    const there = new Set(existing.map(({ value }) => value));
    const coming = await this.lockUsers(
      adding.filter(({ value }) => !there.has(value)),
      removing,
    );
    const circle = await this.circle(group, coming);
    if (circle !== null) {
      return failure(400, 'invalidValue', `The group ${circle} contains this group: it can't be its member`);
    }
    const removed = await this.remove(group, removing);
    return { ok: true, value: { added: await this.add(group, coming), removed } };
  }

  /** Pending members that have come take their place; those that would close a circle stay pending. */
  async link(group: string): Promise<MemberDelta> {
    const pending = await this.rows<Member>(sql.PENDING_OF, [group]);
    const of = (wanted: Member['kind']) => values(pending.filter(({ kind }) => kind === wanted));
    const resolved = [...(await this.resolve(of('P'), true)), ...(await this.resolve(of('I'), false))];
    const come = await this.lockUsers(
      resolved.filter((member) => !isPending(member)),
      [],
    );
    const added: Member[] = [];
    for (const member of come) {
      if (isPending(member) || (await this.circle(group, [member])) !== null) continue;
      await this.rows(sql.REMOVE_MEMBERS, [group, [member.given]]);
      added.push(...(await this.add(group, [member])));
    }
    return { added, removed: [] };
  }

  /** The users whose groups change by that. */
  async usersOf({ added, removed }: MemberDelta): Promise<string[]> {
    const changed = [...added, ...removed];
    const users = changed.filter(({ kind }) => kind === 'U').map(({ value }) => value);
    const groups = changed.filter(({ kind }) => kind === 'G').map(({ value }) => value);
    return groups.length === 0 ? users : [...new Set([...users, ...(await this.usersBelow(groups))])];
  }

  /** The users in the groups, and in the groups in them. */
  async usersBelow(groups: readonly string[]): Promise<string[]> {
    return (await this.rows<{ id: string }>(sql.USERS_BELOW, [groups])).map(({ id }) => id);
  }

  /** Writes the users' groups anew and publishes the users that it changes. */
  async regroup(users: readonly string[]): Promise<void> {
    if (users.length === 0) return;
    if (users.some((user) => !this.locked.has(user))) await this.rows(sql.LOCK_USERS, [users]);
    const { origin } = this.cause;
    await this.rows(sql.REGROUP_USERS, [
      users,
      this.time,
      manyHeaders(this.cause, 'user.updated', this.time),
      JSON.stringify(origin),
    ]);
  }

  async publish(change: Omit<GroupChange, 'time'>): Promise<void> {
    await appendToOutbox(this.client, [groupEvent(this.cause, { ...change, time: this.time })]);
  }

  /** Few values: prepared once in each session. Many: planned for as many as there are. */
  async rows<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const few = values.every((value) => !Array.isArray(value) || value.length <= FEW);
    const query = { text, values: [this.cause.connection, ...values], ...(few && { name: nameOf(text) }) };
    return (await this.client.query(query)).rows as Row[];
  }

  private remove(group: string, members: readonly Member[]): Promise<Member[]> {
    return members.length === 0 ? Promise.resolve([]) : this.rows<Member>(sql.REMOVE_MEMBERS, [group, values(members)]);
  }

  private add(group: string, members: readonly Member[]): Promise<Member[]> {
    const kinds = members.map(({ kind }) => kind);
    return members.length === 0
      ? Promise.resolve([])
      : this.rows<Member>(sql.ADD_MEMBERS, [group, values(members), kinds]);
  }

  private membersOf(group: string): Promise<Member[]> {
    return this.rows<Member>(sql.MEMBERS_OF, [group]);
  }

  private resolve(given: readonly string[], byExternalId = this.byExternalId): Promise<Resolved[]> {
    return given.length === 0 ? Promise.resolve([]) : this.rows<Resolved>(sql.RESOLVE_MEMBERS, [given, byExternalId]);
  }

  /** A user that was deleted meanwhile is nobody: as a member it is pending. */
  private async lockUsers<M extends Member>(coming: readonly M[], going: readonly Member[]): Promise<M[]> {
    const users = [...coming, ...going].filter(({ kind }) => kind === 'U').map(({ value }) => value);
    if (users.length === 0) return [...coming];
    for (const { id } of await this.rows<{ id: string }>(sql.LOCK_USERS, [users])) this.locked.add(id);
    return coming.map((member) =>
      member.kind === 'U' && !this.locked.has(member.value)
        ? { ...member, kind: this.byExternalId ? 'P' : 'I' }
        : member,
    );
  }

  /** A group that contains this one already. */
  private async circle(group: string, coming: readonly Member[]): Promise<string | null> {
    const groups = coming.filter(({ kind }) => kind === 'G').map(({ value }) => value);
    if (groups.length === 0) return null;
    const [found] = await this.rows<{ id: string }>(sql.CONTAINING, [group, groups]);
    return found?.id ?? null;
  }
}

/** As a filter sees it. */
function shown(member: Member): JsonObject {
  const { value, kind } = member;
  return isPending(member) ? { value } : { value, type: kind === 'G' ? 'Group' : 'User' };
}

function values(members: readonly Member[]): string[] {
  return members.map(({ value }) => value);
}

/** Ids among the values, as a group may have been named. */
export function idsAmong(given: readonly string[]): string[] {
  return given.filter(isResourceId);
}
