import { Injectable } from '@nestjs/common';
import { Lanes } from '@usher/concurrency';
import { OutboxSignal } from '@usher/event-log';
import {
  applyPatch,
  diffAttributes,
  parsePatch,
  parseUser,
  replaceUser,
  type Result,
  type ScimAttributes,
} from '@usher/scim';
import { failure, notFound } from './failure.js';
import { type UniqueKeys, uniqueKeys } from './unique-keys.js';
import { readDocument, type StoredUser, toDocument } from './user-document.js';
import { type Cause, changeType, userEvent } from './user-events.js';
import { isUserId, newUserId } from './user-id.js';
import { UserRepository, type WriteOutcome } from './user.repository.js';

/** Each loss of a race means that another process won: with so many losses in a row something else is wrong. */
const ATTEMPTS = 50;

/** What came of one try to change a user: only what was committed may rest on a state that isn't fresh. */
type Attempt<T> = 'outdated' | { committed: boolean; result: Result<T> };

const uncommitted = <T>(result: Result<T>): Attempt<T> => ({ committed: false, result });

/** The changes of users. What a method answers is committed, the event included. */
@Injectable()
export class UsersService {
  /** Changes of one user queue here instead of racing for its revision. */
  private readonly lanes = new Lanes();

  constructor(
    private readonly repository: UserRepository,
    private readonly outbox: OutboxSignal,
  ) {}

  /** Errors: of `parseUser`; 409 uniqueness. */
  async create(cause: Cause, body: unknown): Promise<Result<StoredUser>> {
    const parsed = parseUser(body);
    if (!parsed.ok) return parsed;
    const { attributes } = parsed.value;
    const keys = uniqueKeys(attributes);
    if (!keys.ok) return keys;
    const now = new Date();
    const time = now.toISOString();
    const state = {
      id: newUserId(now.getTime()),
      attributes,
      groups: [],
      revision: 1,
      created: time,
      lastModified: time,
    };
    const change = { type: 'user.created', ...state, keys: keys.value, before: {}, after: attributes, time } as const;
    const user = { id: state.id, revision: 1, document: toDocument(state) };
    const outcome = await this.repository.create({
      ...user,
      connection: cause.connection,
      keys: keys.value,
      event: userEvent(cause, change),
    });
    return this.conclude(outcome, user, keys.value);
  }

  /** PUT. Errors: 404; of `replaceUser`; 409 uniqueness. */
  replace(cause: Cause, id: string, body: unknown, check: Precondition): Promise<Result<StoredUser>> {
    return this.change(cause, id, check, (current) => {
      const replaced = replaceUser(current, body);
      return replaced.ok ? { ok: true, value: replaced.value.attributes } : replaced;
    });
  }

  /** Errors: 404; of `parsePatch` and `applyPatch`; 409 uniqueness. */
  async patch(cause: Cause, id: string, body: unknown, check: Precondition): Promise<Result<StoredUser>> {
    const operations = parsePatch(body);
    if (!operations.ok) return operations;
    return this.change(cause, id, check, (current) => applyPatch(current, operations.value));
  }

  /** Errors: 404. */
  delete(cause: Cause, id: string, check: Precondition): Promise<Result<null>> {
    return this.attempt(cause, id, check, async (current) => {
      const { attributes } = readDocument(current.document);
      const keys = uniqueKeys(attributes);
      if (!keys.ok) return uncommitted(keys);
      const event = userEvent(cause, {
        type: 'user.deleted',
        id,
        revision: current.revision + 1,
        keys: keys.value,
        before: attributes,
        after: attributes,
        time: new Date().toISOString(),
      });
      if (!(await this.repository.delete(cause.connection, id, current.revision, event))) return 'outdated';
      this.outbox.wake();
      return { committed: true, result: { ok: true, value: null } };
    });
  }

  private change(
    cause: Cause,
    id: string,
    check: Precondition,
    next: (current: ScimAttributes) => Result<ScimAttributes>,
  ): Promise<Result<StoredUser>> {
    return this.attempt(cause, id, check, async (current) => {
      const { attributes: before, created } = readDocument(current.document);
      const changed = next(before);
      if (!changed.ok) return uncommitted(changed);
      const after = changed.value;
      if (after === before || diffAttributes(before, after).length === 0) {
        return uncommitted({ ok: true, value: current });
      }
      const keys = uniqueKeys(after);
      if (!keys.ok) return uncommitted(keys);
      const revision = current.revision + 1;
      const time = new Date().toISOString();
      const document = toDocument({ id, attributes: after, groups: [], revision, created, lastModified: time });
      const user = { id, revision, document };
      const type = changeType(before, after);
      const outcome = await this.repository.update({
        ...user,
        connection: cause.connection,
        keys: keys.value,
        event: userEvent(cause, { type, id, revision, keys: keys.value, before, after, time }),
      });
      if (outcome === 'outdated') return outcome;
      return { committed: outcome === 'done', result: this.conclude(outcome, user, keys.value) };
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
    if (!isUserId(id)) return Promise.resolve(notFound(id));
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

  private conclude(outcome: WriteOutcome, user: StoredUser, keys: UniqueKeys): Result<StoredUser> {
    if (outcome === 'done') {
      this.outbox.wake();
      return { ok: true, value: user };
    }
    if (outcome === 'outdated') throw new Error('a new user cannot be outdated');
    const value = outcome.taken === 'userName' ? keys.userName : keys.externalId;
    return failure(409, 'uniqueness', `Another user has the ${outcome.taken} "${value}"`);
  }
}

/** Says whether a change may go on from this revision (If-Match); null: from any. */
export type Precondition = ((revision: number) => boolean) | null;
