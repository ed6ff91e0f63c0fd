import { Injectable } from '@nestjs/common';
import { OutboxSignal } from '@usher/event-log';
import {
  applyPatch,
  type Dialect,
  diffAttributes,
  parsePatch,
  parseResource,
  replaceResource,
  type Result,
  type ScimAttributes,
  splitMembers,
} from '@usher/scim';
import type { Cause } from '../cause.js';
import { notFound } from '../failure.js';
import type { Precondition } from '../precondition.js';
import { isResourceId, newResourceId } from '../resource-id.js';
import { groupKeys } from './group-keys.js';
import { GroupRepository } from './group.repository.js';
import { KEEP_ALL, planOf } from './member-plan.js';
import { PendingMembers } from './pending-members.js';
import type { StoredGroup } from './stored-group.js';

/** The changes of groups. What a method answers is committed, the events of its users included. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly repository: GroupRepository,
    private readonly pending: PendingMembers,
    private readonly outbox: OutboxSignal,
  ) {}

  /** `id`: one that was reserved for it. Errors: of `parseResource`; 400 for unusable members; 409 uniqueness. */
  async create(cause: Cause, dialect: Dialect, body: unknown, id = newResourceId()): Promise<Result<StoredGroup>> {
    const parsed = parseResource(dialect, body);
    if (!parsed.ok) return parsed;
    const { ignored } = parsed.value;
    const { attributes, members } = apart(parsed.value.attributes);
    const keys = groupKeys(attributes);
    if (!keys.ok) return keys;
    const plan = members === null ? KEEP_ALL : planOf([{ kind: 'add', values: members }], byExternalId(dialect));
    const created = await this.repository.create(cause, id, {
      attributes,
      members: plan,
      ignored,
    });
    // Another group may have named this one before.
    if (created.ok) await this.pending.link(cause);
    return this.conclude(created);
  }

  /**
   * PUT. Members are left alone when the body doesn't speak of them: no list is no empty list.
   * Errors: 404; of `replaceResource`; 400 for unusable members; 409 uniqueness.
   */
  async replace(
    cause: Cause,
    dialect: Dialect,
    id: string,
    body: unknown,
    check: Precondition,
  ): Promise<Result<StoredGroup>> {
    if (!isResourceId(id)) return notFound(id, 'group');
    const first = replaceResource(dialect, {}, body);
    if (!first.ok) return first;
    const { ignored } = first.value;
    const { members } = apart(first.value.attributes);
    const isGiven = members !== null || membersGiven(body);
    const plan = isGiven ? planOf([{ kind: 'set', values: members ?? [] }], byExternalId(dialect)) : KEEP_ALL;
    const updated = await this.repository.update(cause, id, check, { members: plan, ignored }, (current) => {
      const replaced = replaceResource(dialect, current, body);
      return replaced.ok
        ? { ok: true, value: unlessSame(current, apart(replaced.value.attributes).attributes) }
        : replaced;
    });
    return this.conclude(updated);
  }

  /** Errors: 404; of `parsePatch` and `applyPatch`; 400 for unusable members; 409 uniqueness. */
  async patch(
    cause: Cause,
    dialect: Dialect,
    id: string,
    body: unknown,
    check: Precondition,
  ): Promise<Result<StoredGroup>> {
    if (!isResourceId(id)) return notFound(id, 'group');
    const parsed = parsePatch(dialect, body);
    if (!parsed.ok) return parsed;
    const { operations, ignored } = parsed.value;
    const { rest, members } = splitMembers(operations);
    const plan = planOf(members, byExternalId(dialect));
    const updated = await this.repository.update(cause, id, check, { members: plan, ignored }, (current) =>
      rest.length === 0 ? { ok: true, value: current } : applyPatch(dialect, current, rest),
    );
    return this.conclude(updated);
  }

  /** Errors: 404, 412. */
  async delete(cause: Cause, id: string, check: Precondition): Promise<Result<null>> {
    if (!isResourceId(id)) return notFound(id, 'group');
    return this.conclude(await this.repository.delete(cause, id, check));
  }

  private conclude<T>(result: Result<T>): Result<T> {
    if (result.ok) this.outbox.wake();
    return result;
  }
}

const byExternalId = ({ leniencies }: Dialect): boolean => leniencies.has('membersByExternalId');

/** Members are rows of their own. */
function apart({ members, ...attributes }: ScimAttributes): { attributes: ScimAttributes; members: string[] | null } {
  if (!Array.isArray(members)) return { attributes, members: null };
  const values = members.map((member) => (member as { value: string }).value);
  return { attributes, members: values };
}

/** Also as an empty list, or null: that takes all members away. */
function membersGiven(body: unknown): boolean {
  return Object.keys(body as object).some((key) => key.toLowerCase().endsWith('members'));
}

function unlessSame(current: ScimAttributes, next: ScimAttributes): ScimAttributes {
  return diffAttributes(current, next).length === 0 ? current : next;
}
