import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../../database.js';
import type { MemberKind } from '../groups/stored-group.js';
import { Parameters } from '../search/parameters.js';
import * as sql from './people-statements.js';

export interface UserRow {
  connection: string;
  id: string;
  revision: number;
  attributes: string;
  created: Date;
  modified: Date;
}

export interface WholeUserRow extends UserRow {
  groups: string | null;
  deleted: boolean;
}

export interface GroupRow {
  connection: string;
  id: string;
  revision: number;
  display_name: string;
  external_id: string | null;
  created: Date;
  modified: Date;
  members: number;
}

export interface MemberRow {
  value: string;
  kind: MemberKind;
  /** Of a user. */
  attributes: string | null;
  /** Of a group. */
  display_name: string | null;
}

/** Days for which the last state of who was deleted is kept. */
const KEPT_DAYS = 30;
/** Milliseconds. */
const HOUR = 3_600_000;

/** What operators read of the directory, over all connections; planned for what is asked. */
@Injectable()
export class PeopleRepository implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Directory');
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.prune(), HOUR);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async users(search: sql.UserSearch): Promise<(UserRow & { key: string })[]> {
    const parameters = new Parameters();
    const text = sql.usersStatement(search, parameters);
    return (await this.pool.query<UserRow & { key: string }>(text, parameters.values)).rows;
  }

  async user(id: string): Promise<WholeUserRow | null> {
    return (await this.pool.query<WholeUserRow>(sql.USER_BY_ID, [id])).rows[0] ?? null;
  }

  async groups(search: sql.GroupSearch): Promise<(GroupRow & { key: string })[]> {
    const parameters = new Parameters();
    const text = sql.groupsStatement(search, parameters);
    return (await this.pool.query<GroupRow & { key: string }>(text, parameters.values)).rows;
  }

  async group(id: string): Promise<(GroupRow & { attributes: string }) | null> {
    return (await this.pool.query<GroupRow & { attributes: string }>(sql.GROUP_BY_ID, [id])).rows[0] ?? null;
  }

  async members(connection: string, group: string, after: string, limit: number): Promise<MemberRow[]> {
    return (await this.pool.query<MemberRow>(sql.MEMBERS_PAGE, [connection, group, after, limit])).rows;
  }

  /** Forgets who was deleted long ago. */
  async prune(days = KEPT_DAYS): Promise<void> {
    await this.pool
      .query(sql.PRUNE_DELETED, [days])
      .catch((error: unknown) => this.logger.warn(`who was deleted is not forgotten yet: ${String(error)}`));
  }
}
