import { Inject, Injectable } from '@nestjs/common';
import { Coalescer, type CoalescerOptions } from '@usher/concurrency';
import { inTransaction, poolOf } from '@usher/persistence';
import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../../database.js';
import { again } from '../again.js';
import { violatedConstraint, wasRolledBack } from '../database-errors.js';
import { RecentUsers } from './recent-users.js';
import { TableStatistics } from '../table-statistics.js';
import type { UniqueKeys } from './unique-keys.js';
import type { StoredUser } from './stored-user.js';
import type { UserEvent } from './user-events.js';
import * as sql from './user-statements.js';

/** What is written: the state and the event that tells of it, together or not at all. */
export interface UserWrite extends StoredUser {
  connection: string;
  keys: UniqueKeys;
  emailKeys: string[] | null;
  /** What operators find it by. */
  search: string;
  active: boolean;
  /** The hash to be kept, or TOO_LONG; null: none; undefined: as it is. */
  password?: string | null;
  event: UserEvent;
}

/** What came of a create; `awaited`: a group names the user already, to be linked now. */
export type CreateOutcome = 'done' | 'awaited' | { taken: 'userName' | 'externalId' };

/** `outdated`: the user is gone or has another revision by now; `taken`: another user has that key. */
export type WriteOutcome = 'done' | 'outdated' | { taken: 'userName' | 'externalId' };

interface Key {
  connection: string;
  value: string;
}

/** One input that the database refuses must not fail the others of its statement. */
const SHARED: CoalescerOptions = { slots: 3, size: 64, splitOn: wasRolledBack };

/** Before every id. */
const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** Characters of the users kept in memory: some thousands of users. */
const RECENT_CHARACTERS = 6 * 1024 * 1024;

const lines = (texts: readonly string[]): string => texts.join('\n');

/** The users of all connections, in PostgreSQL. Concurrent calls share statements and commits. */
@Injectable()
export class UserRepository {
  private readonly pool: Pool;
  private readonly statistics = new TableStatistics(() => this.pool.query('ANALYZE ingress.users'));
  private readonly recent = new RecentUsers(RECENT_CHARACTERS);
  private readonly loads = new Coalescer((keys: readonly Key[]) => this.lookUp('load', sql.LOAD_USERS, keys), SHARED);
  private readonly userNames = new Coalescer(
    (keys: readonly Key[]) => this.lookUp('find-user-name', sql.FIND_BY_USER_NAME, keys),
    SHARED,
  );
  private readonly externalIds = new Coalescer(
    (keys: readonly Key[]) => this.lookUp('find-external-id', sql.FIND_BY_EXTERNAL_ID, keys),
    SHARED,
  );
  private readonly creates = new Coalescer((writes: readonly UserWrite[]) => this.insert(writes), SHARED);
  private readonly updates = new Coalescer((writes: readonly UserWrite[]) => this.change(writes), SHARED);

  constructor(@Inject(INGRESS_DATABASE) dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  async load(connection: string, id: string): Promise<StoredUser | null> {
    const user = await this.loads.submit({ connection, value: id });
    if (user === null) this.recent.forget(connection, id);
    return user;
  }

  /** The user as this process saw it last; good for {@link update} and {@link delete} to start from, never to answer. */
  recall(connection: string, id: string): StoredUser | undefined {
    return this.recent.get(connection, id);
  }

  findByUserName(connection: string, userNameKey: string): Promise<StoredUser | null> {
    return this.userNames.submit({ connection, value: userNameKey });
  }

  findByExternalId(connection: string, externalId: string): Promise<StoredUser | null> {
    return this.externalIds.submit({ connection, value: externalId });
  }

  /** In order of creation. `total` counts all users of the connection. */
  async page(connection: string, skip: number, limit: number): Promise<{ total: number; users: StoredUser[] }> {
    // Not prepared: planned for the size that the table has now.
    const rows = limit === 0 ? null : this.pool.query<StoredUser>(sql.PAGE_OF_USERS, [connection, skip, limit]);
    const [total, page] = await Promise.all([this.count(connection), rows]);
    return { total, users: page?.rows ?? [] };
  }

  /** In order of creation, after the user with that id (null: from the first). */
  async pageAfter(
    connection: string,
    id: string | null,
    limit: number,
  ): Promise<{ total: number; users: StoredUser[] }> {
    const values = [connection, id ?? NIL_ID, limit];
    const rows = this.query<StoredUser>('page-after', sql.USERS_AFTER, values);
    const [total, users] = await Promise.all([this.count(connection), rows]);
    return { total, users };
  }

  private async count(connection: string): Promise<number> {
    const [counted] = await this.query<{ users: number }>('count', sql.COUNT_USERS, [connection]);
    return counted?.users ?? 0;
  }

  /** A new user at revision 1. */
  async create(write: UserWrite): Promise<CreateOutcome> {
    for (;;) {
      const made = await again(() => this.creates.submit(write));
      if (made !== 'taken') {
        this.see(write);
        return made;
      }
      const { userNameKey, externalId } = write.keys;
      const [taken] = await this.query<Record<'userName' | 'externalId', boolean>>('taken', sql.TAKEN_KEYS, [
        write.connection,
        userNameKey,
        externalId,
      ]);
      if (taken?.userName) return { taken: 'userName' };
      if (taken?.externalId) return { taken: 'externalId' };
      // The user that was in the way has gone in the meantime.
    }
  }

  /** The next revision of a user, if the stored one is `write.revision - 1`. */
  async update(write: UserWrite): Promise<WriteOutcome> {
    try {
      if (!(await again(() => this.updates.submit(write)))) return 'outdated';
      this.see(write);
      return 'done';
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'users_user_name') return { taken: 'userName' };
      if (constraint === 'users_external_id') return { taken: 'externalId' };
      throw error;
    }
  }

  /** Takes it out of its groups, too. @returns false when the user is gone or has another revision by now */
  async delete(connection: string, user: StoredUser, event: UserEvent): Promise<boolean> {
    const values = [connection, user.id, user.revision, JSON.stringify(event.headers), event.value];
    // Who joins a group gets a new revision by that, so that this revision's groups are all there are.
    const deleted = await again(() =>
      user.groups === null
        ? this.query('delete', sql.DELETE_USER, values)
        : inTransaction(this.pool, async (client) => {
            await client.query(sql.LOCK_GROUPS_OF_USER, [connection, user.id]);
            const { rows } = await client.query(sql.DELETE_USER, values);
            if (rows.length > 0) await client.query(sql.LEAVE_GROUPS, [connection, user.id, event.headers.ce_time]);
            return rows;
          }),
    );
    if (deleted.length === 0) return false;
    this.recent.forget(connection, user.id);
    return true;
  }

  /** Whether a group names the user as a member, by its id or externalId, without being linked to it. */
  async isAwaited(connection: string, id: string, externalId: string | null): Promise<boolean> {
    const [row] = await this.query<{ awaited: boolean }>('awaited', sql.IS_AWAITED, [connection, id, externalId]);
    return row?.awaited === true;
  }

  /** Whatever revision the user has: who writes the next one finds out whether it was the one that is known. */
  async passwordOf(connection: string, id: string): Promise<string | null> {
    const [row] = await this.query<{ password: string | null }>('password', sql.PASSWORD_OF, [connection, id]);
    return row?.password ?? null;
  }

  /** Without the event, which would be kept alive. */
  private see({ connection, id, revision, attributes, groups, created, modified }: UserWrite): void {
    this.recent.see(connection, { id, revision, attributes, groups, created, modified });
  }

  private async lookUp(name: string, text: string, keys: readonly Key[]): Promise<(StoredUser | null)[]> {
    const values = [keys.map((key) => key.connection), keys.map((key) => key.value)];
    const found: (StoredUser | null)[] = keys.map(() => null);
    for (const row of await this.query<StoredUser & { n: number }>(name, text, values)) {
      const key = keys[row.n - 1];
      if (key === undefined) continue;
      this.recent.see(key.connection, row);
      found[row.n - 1] = row;
    }
    return found;
  }

  private async insert(writes: readonly UserWrite[]): Promise<('done' | 'awaited' | 'taken')[]> {
    const rows = await this.write<{ n: number; awaited: boolean }>('create', sql.CREATE_USERS, writes, (write) => [
      ...[write.connection, write.id, write.keys.userNameKey, write.keys.externalId],
      ...[arrayLiteral(write.emailKeys), write.password ?? null],
      ...[write.search, write.active, write.created, ...texts(write)],
    ]);
    this.statistics.grew(rows.length);
    const made = new Array<'done' | 'awaited' | 'taken'>(writes.length).fill('taken');
    for (const { n, awaited } of rows) made[n - 1] = awaited ? 'awaited' : 'done';
    return made;
  }

  private async change(writes: readonly UserWrite[]): Promise<boolean[]> {
    const rows = await this.write<{ n: number }>('update', sql.UPDATE_USERS, writes, (write) => [
      ...[write.connection, write.id, write.revision, write.keys.userNameKey, write.keys.externalId],
      ...[write.event.leaver, arrayLiteral(write.emailKeys)],
      ...[write.password === null ? sql.FORGET : (write.password ?? null)],
      ...[write.search, write.active, write.modified, ...texts(write)],
    ]);
    const changed = new Array<boolean>(writes.length).fill(false);
    for (const { n } of rows) changed[n - 1] = true;
    return changed;
  }

  /** The parameters of one write, or of many: each an array, and the last three, which are JSON, as joined lines. */
  private write<Row extends QueryResultRow>(
    name: string,
    statement: sql.ForManyOrOne,
    writes: readonly UserWrite[],
    parameters: (write: UserWrite) => unknown[],
  ): Promise<Row[]> {
    const all = writes.map(parameters);
    const [first = []] = all;
    if (all.length === 1) return this.query(`${name}-one`, statement.one, first);
    const columns = first.map((_, column) => all.map((row) => row[column]));
    const values = columns.map((column, at) => (at < columns.length - 3 ? column : lines(column as string[])));
    return this.query(name, statement.many, values);
  }

  /** Prepared once in each session of the pool. */
  private async query<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ name: `ingress-${name}`, text, values })).rows;
  }
}

const texts = ({ attributes, event }: UserWrite): string[] => [attributes, JSON.stringify(event.headers), event.value];

/** Arrays of different lengths can't be elements of one parameter: each goes as the text of an array. */
function arrayLiteral(values: readonly string[] | null): string | null {
  return values && `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
