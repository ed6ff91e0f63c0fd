import { Injectable } from '@nestjs/common';
import { Lanes } from '@usher/concurrency';
import { OutboxSignal } from '@usher/event-log';
import {
  applyPatch,
  type Dialect,
  diffAttributes,
  type ParsedResource,
  parsePatch,
  parseResource,
  replaceResource,
  type Result,
  type ScimAttributes,
} from '@usher/scim';
import type { AwaitedChange, Cause } from '../cause.js';
import { failure, notFound } from '../failure.js';
import { PendingMembers } from '../groups/pending-members.js';
import type { Precondition } from '../precondition.js';
import { isResourceId, newResourceId } from '../resource-id.js';
import { emailKeys } from './email-keys.js';
import { attributesOf, groupsOf, type StoredUser } from './stored-user.js';
import { nextPassword, TOO_LONG } from './passwords.js';
import { searchText } from './search-text.js';
import { type UniqueKeys, uniqueKeys } from './unique-keys.js';
import { changeType, type UserEvent, userEvent } from './user-events.js';
import { UserRepository } from './user.repository.js';

/** Each loss of a race means that another process won: with so many losses in a row something else is wrong. */
const ATTEMPTS = 50;

/** What came of one try to change a user: only what was committed may rest on a state that isn't fresh. */
type Attempt<T> = 'outdated' | { committed: boolean; result: Result<T> };

/** What a request makes of a user. */
type Next = Omit<ParsedResource, 'password'> & {
  /** In clear; null: to be forgotten. */
  password?: string | null;
};

const uncommitted = <T>(result: Result<T>): Attempt<T> => ({ committed: false, result });

/** The changes of users. What a method answers is committed, the event included. */
@Injectable()
export class UsersService {
  /** Changes of one user queue here instead of racing for its revision. */
  private readonly lanes = new Lanes();

  constructor(
    private readonly repository: UserRepository,
    private readonly pending: PendingMembers,
    private readonly outbox: OutboxSignal,
  ) {}

  /** `id`: one that was reserved for it. Errors: of `parseResource`; 409 uniqueness. */
  async create(cause: Cause, dialect: Dialect, body: unknown, id = newResourceId()): Promise<Result<StoredUser>> {
    const parsed = parseResource(dialect, body);
    if (!parsed.ok) return parsed;
    const { attributes, password: given } = parsed.value;
    const keys = uniqueKeys(attributes);
    if (!keys.ok) return keys;
    const password = cause.passwords ? await nextPassword(given, null) : null;
    const created = new Date();
    const event = userEvent(cause, {
      type: 'user.created',
      id,
      revision: 1,
      keys: keys.value,
      before: {},
      after: attributes,
      groups: [],
      ignored: ignoredOf(parsed.value, password),
      password,
      time: created.toISOString(),
    });
    const user = { id, revision: 1, attributes: JSON.stringify(attributes), groups: null, created, modified: created };
    const outcome = await this.repository.create({
      ...user,
      connection: cause.connection,
      keys: keys.value,
      emailKeys: emailKeys(attributes),
      search: searchText(attributes),
      active: attributes.active === true,
      password,
      event,
    });
    if (typeof outcome === 'object') return taken(outcome.taken, keys.value);
    this.committed(cause, 'create', id, event);
    return outcome === 'awaited' ? this.linked(cause, user) : { ok: true, value: user };
  }

  /** PUT. Errors: 404; of `replaceResource`; 409 uniqueness. */
  replace(cause: Cause, dialect: Dialect, id: string, body: unknown, check: Precondition): Promise<Result<StoredUser>> {
    return this.change(cause, id, check, (current) => replaceResource(dialect, current, body));
  }

  /** Errors: 404; of `parsePatch` and `applyPatch`; 409 uniqueness. */
  async patch(
    cause: Cause,
    dialect: Dialect,
    id: string,
    body: unknown,
    check: Precondition,
  ): Promise<Result<StoredUser>> {
    const parsed = parsePatch(dialect, body);
    if (!parsed.ok) return parsed;
    const { operations, ...rest } = parsed.value;
    return this.change(cause, id, check, (current) => {
      const patched = applyPatch(dialect, current, operations);
      return patched.ok ? { ok: true, value: { ...rest, attributes: patched.value } } : patched;
    });
  }

  /** Errors: 404. */
  delete(cause: Cause, id: string, check: Precondition): Promise<Result<null>> {
    return this.attempt(cause, id, check, async (current) => {
      const attributes = attributesOf(current);
      const keys = uniqueKeys(attributes);
      if (!keys.ok) return uncommitted(keys);
      // Without the password: the last state of who is gone is kept, and a hash has no business there.
      const event = userEvent(cause, {
        type: 'user.deleted',
        id,
        revision: current.revision + 1,
        keys: keys.value,
        before: attributes,
        after: attributes,
        groups: [],
        time: new Date().toISOString(),
      });
      if (!(await this.repository.delete(cause.connection, current, event))) return 'outdated';
      this.committed(cause, 'delete', id, event);
      return { committed: true, result: { ok: true, value: null } };
    });
  }

  private change(
    cause: Cause,
    id: string,
    check: Precondition,
    next: (current: ScimAttributes) => Result<Next>,
  ): Promise<Result<StoredUser>> {
    return this.attempt(cause, id, check, async (current) => {
      const before = attributesOf(current);
      const changed = next(before);
      if (!changed.ok) return uncommitted(changed);
      const { attributes: after } = changed.value;
      const stored = cause.passwords ? await this.repository.passwordOf(cause.connection, id) : null;
      const password = cause.passwords ? await nextPassword(changed.value.password, stored) : null;
      if (password === stored && (after === before || diffAttributes(before, after).length === 0)) {
        return uncommitted({ ok: true, value: current });
      }
      const keys = uniqueKeys(after);
      if (!keys.ok) return uncommitted(keys);
      const modified = new Date();
      const user = { ...current, revision: current.revision + 1, attributes: JSON.stringify(after), modified };
      const event = userEvent(cause, {
        type: changeType(before, after),
        id,
        revision: user.revision,
        keys: keys.value,
        before,
        after,
        groups: groupsOf(current),
        ignored: ignoredOf(changed.value, password),
        password,
        time: modified.toISOString(),
      });
      const outcome = await this.repository.update({
        ...user,
        connection: cause.connection,
        keys: keys.value,
        emailKeys: emailKeys(after),
        search: searchText(after),
        active: after.active === true,
        ...(password !== stored && { password }),
        event,
      });
      if (outcome === 'outdated') return outcome;
      if (outcome !== 'done') return uncommitted(taken(outcome.taken, keys.value));
      this.committed(cause, 'update', id, event);
      if (before.externalId === after.externalId || !(await this.isAwaited(cause, id, keys.value))) {
        return { committed: true, result: { ok: true, value: user } };
      }
      return { committed: true, result: await this.linked(cause, user) };
    });
  }

  /**
   * Tries the change from the state that this process saw last, which saves a read; then, whenever that led to anything
   * but a commit, from the state that is stored, again and again while other processes are faster.
   */
  private attempt<T>(
    cause: Cause,
    id: string,
    check: Precondition,
    work: (current: StoredUser) => Promise<Attempt<T>>,
  ): Promise<Result<T>> {
    if (!isResourceId(id)) return Promise.resolve(notFound(id));
    return this.lanes.run(id, async () => {
      const recent = this.repository.recall(cause.connection, id);
      if (recent !== undefined && (check === null || check(recent.revision))) {
        const attempt = await work(recent);
        if (attempt !== 'outdated' && attempt.committed) return attempt.result;
      }
      for (let count = 0; count < ATTEMPTS; count += 1) {
        const current = await this.repository.load(cause.connection, id);
        if (current === null) return notFound(id);
        if (check !== null && !check(current.revision)) {
          return failure(412, undefined, `The user is at version W/"${current.revision}" by now`);
        }
        const attempt = await work(current);
        if (attempt !== 'outdated') return attempt.result;
      }
      return failure(503, undefined, 'The user is being changed by too many requests at once; try again');
    });
  }

  private committed(cause: Cause, kind: AwaitedChange['kind'], userId: string, { headers }: UserEvent): void {
    this.outbox.wake();
    cause.awaiting?.push({ kind, userId, eventId: headers.ce_id ?? '' });
  }

  private isAwaited(cause: Cause, id: string, { externalId }: UniqueKeys): Promise<boolean> {
    return this.repository.isAwaited(cause.connection, id, externalId);
  }

  /** The user after it was put into the groups that waited for it. */
  private async linked(cause: Cause, user: StoredUser): Promise<Result<StoredUser>> {
    await this.pending.link(cause);
    return { ok: true, value: (await this.repository.load(cause.connection, user.id)) ?? user };
  }
}

/** What is told as not kept: a password that is too long for a hash is among it. */
function ignoredOf({ ignored, password: given }: Next, password: string | null): string[] {
  return given && password === TOO_LONG ? [...ignored, 'password'] : ignored;
}

function taken(by: 'userName' | 'externalId', keys: UniqueKeys): Result<never> {
  return failure(409, 'uniqueness', `Another user has the ${by} "${keys[by]}"`);
}
