import { type OnApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Coalescer, type CoalescerOptions } from '@usher/concurrency';
import { poolOf } from '@usher/persistence';
import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import { isDeadlock, violatedConstraint, wasRolledBack } from './database-errors.js';
import { RecentUsers } from './recent-users.js';
import { TableStatistics } from './table-statistics.js';
import type { UniqueKeys } from './unique-keys.js';
import type { StoredUser } from './user-document.js';
import type { UserEvent } from './user-events.js';
import * as sql from './user-statements.js';

/** What is written: the state and the event that tells of it, together or not at all. */
export interface UserWrite extends StoredUser {
  connection: string;
  keys: UniqueKeys;
  event: UserEvent;
}

/** `outdated`: the user is gone or has another revision by now; `taken`: another user has that key. */
export type WriteOutcome = 'done' | 'outdated' | { taken: 'userName' | 'externalId' };

interface Key {
  connection: string;
  value: string;
}

/** One input that the database refuses must not fail the others of its statement. */
const SHARED: CoalescerOptions = { slots: 3, size: 64, splitOn: wasRolledBack };

/** Characters of the documents kept in memory: some thousands of users. */
const RECENT_CHARACTERS = 6 * 1024 * 1024;

const lines = (texts: readonly string[]): string => texts.join('\n');

/** The users of all connections, in PostgreSQL. Concurrent calls share statements and commits. */
@Injectable()
export class UserRepository implements OnApplicationShutdown {
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

  constructor(@Inject(INGRESS_DATABASE) private readonly dataSource: DataSource) {
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
    const count = this.query<{ users: number }>('count', sql.COUNT_USERS, [connection]);
    // Not prepared: planned for the size that the table has now.
    const rows = limit === 0 ? null : this.pool.query<StoredUser>(sql.PAGE_OF_USERS, [connection, skip, limit]);
    const [[counted], page] = await Promise.all([count, rows]);
    return { total: counted?.users ?? 0, users: page?.rows ?? [] };
  }

  /** A new user at revision 1; `outdated` never. */
  async create(write: UserWrite): Promise<WriteOutcome> {
    for (;;) {
      if (await again(() => this.creates.submit(write))) {
        this.see(write);
        return 'done';
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

  /** @returns false when the user is gone or has another revision by now */
  async delete(connection: string, id: string, revision: number, event: UserEvent): Promise<boolean> {
    const values = [connection, id, revision, JSON.stringify(event.headers), event.value];
    const rows = await again(() => this.query('delete', sql.DELETE_USER, values));
    if (rows.length === 0) return false;
    this.recent.forget(connection, id);
    return true;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** Without the event, which would be kept alive. */
  private see({ connection, id, revision, document }: UserWrite): void {
    this.recent.see(connection, { id, revision, document });
  }

  private async lookUp(name: string, text: string, keys: readonly Key[]): Promise<(StoredUser | null)[]> {
    const values = [keys.map((key) => key.connection), keys.map((key) => key.value)];
    const found: (StoredUser | null)[] = keys.map(() => null);
    for (const row of await this.query<StoredUser & { n: number }>(name, text, values)) {
      const key = keys[row.n - 1];
      if (key === undefined) continue;
      const user = { id: row.id ?? key.value, revision: row.revision, document: row.document };
      this.recent.see(key.connection, user);
      found[row.n - 1] = user;
    }
    return found;
  }

  private async insert(writes: readonly UserWrite[]): Promise<boolean[]> {
    const rows = await this.write('create', sql.CREATE_USERS, writes, ({ connection, id, keys, document, event }) => [
      ...[connection, id, keys.userNameKey, keys.externalId],
      ...[document, JSON.stringify(event.headers), event.value],
    ]);
    this.statistics.grew(rows.length);
    return marks(rows, writes.length);
  }

  private async change(writes: readonly UserWrite[]): Promise<boolean[]> {
    const rows = await this.write('update', sql.UPDATE_USERS, writes, ({ connection, id, revision, keys, ...rest }) => [
      ...[connection, id, revision, keys.userNameKey, keys.externalId, rest.event.leaver],
      ...[rest.document, JSON.stringify(rest.event.headers), rest.event.value],
    ]);
    return marks(rows, writes.length);
  }

  /** The parameters of one write, or of many: each an array, and the last three, which are JSON, as joined lines. */
  private write(
    name: string,
    statement: sql.ForManyOrOne,
    writes: readonly UserWrite[],
    parameters: (write: UserWrite) => unknown[],
  ): Promise<{ n: number }[]> {
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

function marks(rows: readonly { n: number }[], length: number): boolean[] {
  const marked = new Array<boolean>(length).fill(false);
  for (const { n } of rows) marked[n - 1] = true;
  return marked;
}

const DEADLOCK_ATTEMPTS = 5;

/** Several processes may lock the rows of their batches in different orders. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || attempt >= DEADLOCK_ATTEMPTS) throw error;
    }
  }
}
