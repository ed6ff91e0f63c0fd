import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../../database.js';
import { isResourceId } from '../resource-id.js';
import { LOAD_GROUPS, MEMBERS_OF_GROUPS, SOME_MEMBERS } from './group-statements.js';
import type { Member, StoredGroup } from './stored-group.js';

/** A group as it is shown. */
export interface ShownGroup {
  group: StoredGroup;
  /** In no special order; null when they aren't shown. */
  members: Member[] | null;
}

/** Reads of groups within one connection. */
@Injectable()
export class GroupsQuery {
  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  async get(connection: string, id: string, withMembers: boolean): Promise<ShownGroup | null> {
    return (await this.load(connection, [id], withMembers)).get(id) ?? null;
  }

  /** With its members if there are no more than `most`; null when there are, or it is gone. */
  async getSmall(connection: string, id: string, most: number): Promise<ShownGroup | null> {
    const { rows } = await this.pool.query<Member>({
      name: 'ingress-some-members',
      text: SOME_MEMBERS,
      values: [connection, id, most + 1],
    });
    const found = rows.length > most ? null : await this.get(connection, id, false);
    return found && { ...found, members: rows };
  }

  /** By id; what is gone is left out. */
  async load(connection: string, ids: readonly string[], withMembers: boolean): Promise<Map<string, ShownGroup>> {
    const known = ids.filter(isResourceId);
    const shown = new Map<string, ShownGroup>();
    if (known.length === 0) return shown;
    const values = [connection, known];
    const groups = this.pool.query<StoredGroup>({ name: 'ingress-load-groups', text: LOAD_GROUPS, values });
    const rows = withMembers
      ? this.pool.query<Member & { id: string }>({ name: 'ingress-members', text: MEMBERS_OF_GROUPS, values })
      : null;
    const [found, members] = await Promise.all([groups, rows]);
    for (const group of found.rows) shown.set(group.id, { group, members: withMembers ? [] : null });
    for (const { id, value, kind } of members?.rows ?? []) shown.get(id)?.members?.push({ value, kind });
    return shown;
  }
}
