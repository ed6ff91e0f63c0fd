import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@usher/persistence';
import type { Result, ScimAttributes } from '@usher/scim';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../../database.js';
import { again } from '../again.js';
import type { Cause } from '../cause.js';
import { violatedConstraint } from '../database-errors.js';
import { failure, notFound } from '../failure.js';
import type { Precondition } from '../precondition.js';
import { GroupChanges, idsAmong, type MemberDelta } from './group-changes.js';
import { type GroupKeys, groupKeys } from './group-keys.js';
import * as sql from './group-statements.js';
import { isNothing, KEEP_ALL, type MemberPlan } from './member-plan.js';
import type { StoredGroup } from './stored-group.js';

/** What a group is to become. */
export interface NextGroup {
  /** The same object when nothing of it changes. */
  attributes: ScimAttributes;
  members: MemberPlan;
  /** Attributes of the request that no schema knows. */
  ignored: readonly string[];
}

/** Inside of this file only: the transaction must be made anew, as the only one. */
class Nested extends Error {}
/** Carries an expected failure out of the transaction, which it undoes. */
class Refused extends Error {
  constructor(readonly result: Extract<Result<never>, { ok: false }>) {
    super(result.error.detail);
  }
}

/** The changes of groups: each one transaction, with the users whose groups it changes and the events of all. */
@Injectable()
export class GroupRepository {
  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  async load(connection: string, id: string): Promise<StoredGroup | null> {
    const { rows } = await this.pool.query<StoredGroup>({
      name: 'ingress-load-group',
      text: sql.LOAD_GROUP,
      values: [connection, id],
    });
    return rows[0] ?? null;
  }

  /** Errors: 400 for members in a circle, 409 uniqueness. */
  create(cause: Cause, id: string, next: NextGroup): Promise<Result<StoredGroup>> {
    return this.change(cause, next.members, async (changes) => {
      const keys = keysOf(next.attributes);
      const attributes = JSON.stringify(next.attributes);
      const { displayKey, externalId, displayName } = keys;
      await changes.rows(sql.CREATE_GROUP, [id, displayKey, externalId, displayName, attributes, changes.time]);
      const { added, removed } = await this.apply(changes, id, next.members);
      await changes.regroup(await changes.usersOf({ added, removed }));
      const { attributes: after, ignored } = next;
      await changes.publish({
        type: 'group.created',
        id,
        revision: 1,
        keys,
        before: {},
        after,
        added,
        removed,
        ignored,
      });
      return { id, revision: 1, displayName, attributes, created: changes.time, modified: changes.time };
    });
  }

  /** Errors: 404, 412, of `work`; 400 for members in a circle, 409 uniqueness. */
  update(
    cause: Cause,
    id: string,
    check: Precondition,
    { members, ignored }: Omit<NextGroup, 'attributes'>,
    work: (current: ScimAttributes) => Result<ScimAttributes>,
  ): Promise<Result<StoredGroup>> {
    return this.change(cause, members, async (changes) => {
      const current = await this.lock(changes, id, check);
      const before = JSON.parse(current.attributes) as ScimAttributes;
      const after = valueOf(work(before));
      const delta = isNothing(members) ? { added: [], removed: [] } : await this.apply(changes, id, members);
      return this.finish(changes, current, { before, after, ...delta, ignored });
    });
  }

  /** Gives pending members that have come their place. */
  async link(cause: Cause, id: string): Promise<void> {
    // In circles only groups could be: whoever links must be alone, as it isn't known yet who comes.
    await this.change(cause, null, async (changes) => {
      const current = await this.lock(changes, id, null);
      const attributes = JSON.parse(current.attributes) as ScimAttributes;
      const delta = await changes.link(id);
      return this.finish(changes, current, { before: attributes, after: attributes, ...delta, ignored: [] });
    });
  }

  /** Errors: 404, 412. */
  delete(cause: Cause, id: string, check: Precondition): Promise<Result<null>> {
    return this.change(cause, KEEP_ALL, async (changes) => {
      const current = await this.lock(changes, id, check);
      const attributes = JSON.parse(current.attributes) as ScimAttributes;
      const users = await changes.usersBelow([id]);
      await changes.rows(sql.LEAVE_PARENTS, [id, changes.time]);
      await changes.rows(sql.DELETE_GROUP, [id]);
      await changes.regroup(users);
      await changes.publish({
        type: 'group.deleted',
        id,
        revision: current.revision + 1,
        keys: keysOf(attributes),
        before: attributes,
        after: attributes,
        added: [],
        removed: [],
      });
      return null;
    });
  }

  private async finish(
    changes: GroupChanges,
    current: StoredGroup,
    change: { before: ScimAttributes; after: ScimAttributes; ignored: readonly string[] } & MemberDelta,
  ): Promise<StoredGroup> {
    const { before, after, added, removed, ignored } = change;
    if (before === after && added.length + removed.length === 0) return current;
    const { id } = current;
    const keys = keysOf(after);
    const { displayKey, externalId, displayName } = keys;
    const attributes = before === after ? current.attributes : JSON.stringify(after);
    await changes.rows(sql.UPDATE_GROUP, [id, displayKey, externalId, displayName, attributes, changes.time]);
    const users = await changes.usersOf({ added, removed });
    const renamed = displayName !== current.displayName;
    await changes.regroup(renamed ? [...new Set([...users, ...(await changes.usersBelow([id]))])] : users);
    const revision = current.revision + 1;
    await changes.publish({ type: 'group.updated', id, revision, keys, before, after, added, removed, ignored });
    return { ...current, revision, displayName, attributes, modified: changes.time };
  }

  private async apply(changes: GroupChanges, id: string, plan: MemberPlan): Promise<MemberDelta> {
    return valueOf(await changes.applyMembers(id, plan));
  }

  private async lock(changes: GroupChanges, id: string, check: Precondition): Promise<StoredGroup> {
    const [current] = await changes.rows<StoredGroup>(sql.LOCK_GROUP, [id]);
    if (current === undefined) throw new Refused(notFound(id, 'group'));
    if (check !== null && !check(current.revision)) {
      throw new Refused(failure(412, undefined, `The group is at version W/"${current.revision}" by now`));
    }
    return current;
  }

  /**
   * Where no group contains another, changes of different groups go on side by side. A group in a group makes users of
   * one depend on the other: then one change after another, or a user could miss a group or its new name.
   */
  private async change<T>(
    cause: Cause,
    members: MemberPlan | null,
    work: (changes: GroupChanges) => Promise<T>,
  ): Promise<Result<T>> {
    const attempt = (alone: boolean) =>
      inTransaction(this.pool, async (client) => {
        const changes = new GroupChanges(client, cause, new Date(), members?.byExternalId ?? true);
        await changes.rows(alone ? sql.OWN_GROUPS : sql.SHARE_GROUPS, []);
        if (!alone) {
          const [row] = await changes.rows<{ nested: boolean }>(sql.IS_NESTED, [idsAmong(members?.add ?? [])]);
          if (row?.nested) throw new Nested();
        }
        return work(changes);
      });
    try {
      const value = await again(() => attempt(members === null)).catch((error: unknown) => {
        if (error instanceof Nested) return again(() => attempt(true));
        throw error;
      });
      return { ok: true, value };
    } catch (error) {
      if (error instanceof Refused) return error.result;
      const constraint = violatedConstraint(error);
      if (constraint === 'groups_display_name') return failure(409, 'uniqueness', 'Another group has this displayName');
      if (constraint === 'groups_external_id') return failure(409, 'uniqueness', 'Another group has this externalId');
      throw error;
    }
  }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Refused(result);
  return result.value;
}

function keysOf(attributes: ScimAttributes): GroupKeys {
  return valueOf(groupKeys(attributes));
}
