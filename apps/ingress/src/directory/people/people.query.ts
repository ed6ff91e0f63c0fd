import { Injectable } from '@nestjs/common';
import { fold, type ScimAttributes } from '@usher/scim';
import { isResourceId } from '../resource-id.js';
import { decodeCursor, encodeCursor } from '../search/cursor.js';
import { groupsOf, type UserGroup } from '../users/stored-user.js';
import { PeopleRepository, type MemberRow, type UserRow } from './people.repository.js';
import type { After, GroupSearch, UserSearch, UserSort } from './people-statements.js';

export interface UserSummary {
  id: string;
  connection: string;
  userName: string;
  externalId: string | null;
  displayName: string | null;
  /** The primary address, else the first. */
  email: string | null;
  active: boolean;
  /** Since when it is deleted. */
  deleted: Date | null;
  revision: number;
  created: Date;
  lastModified: Date;
}

export interface UserDetails extends UserSummary {
  /** As they are wanted; of who is deleted as they were. */
  attributes: ScimAttributes;
  groups: UserGroup[];
}

export interface GroupSummary {
  id: string;
  connection: string;
  displayName: string;
  externalId: string | null;
  members: number;
  revision: number;
  created: Date;
  lastModified: Date;
}

export interface GroupMember {
  id: string;
  /** `pending`: the identity provider named somebody who isn't there yet. */
  type: 'user' | 'group' | 'pending';
  name: string | null;
}

export interface GroupDetails extends Omit<GroupSummary, 'members'> {
  attributes: ScimAttributes;
  memberCount: number;
  members: GroupMember[];
  nextCursor: string | null;
}

export interface Page<T> {
  rows: T[];
  nextCursor: string | null;
}

type Asked<T> = Omit<T, 'after' | 'text'> & { q?: string | undefined; cursor?: string | undefined };

/** The directory as operators look at it. A cursor that isn't one of the query is answered with undefined. */
@Injectable()
export class PeopleQuery {
  constructor(private readonly repository: PeopleRepository) {}

  async users(asked: Asked<UserSearch>): Promise<Page<UserSummary> | undefined> {
    const { q, cursor, limit, ...search } = asked;
    const query = JSON.stringify(['users', q, search]);
    const after = afterOf(query, cursor, IS_KEY[search.sort]);
    if (after === undefined) return undefined;
    const rows = await this.repository.users({ ...search, text: textOf(q), after, limit: limit + 1 });
    return pageOf(query, 'User', rows, limit, (row) => userSummary(row, search.deleted));
  }

  async user(id: string): Promise<UserDetails | null> {
    const row = isResourceId(id) ? await this.repository.user(id) : null;
    if (row === null) return null;
    const attributes = JSON.parse(row.attributes) as ScimAttributes;
    return { ...userSummary(row, row.deleted), attributes, groups: groupsOf(row) };
  }

  async groups(asked: Asked<GroupSearch>): Promise<Page<GroupSummary> | undefined> {
    const { q, cursor, limit, ...search } = asked;
    const query = JSON.stringify(['groups', q, search]);
    const after = afterOf(query, cursor);
    if (after === undefined) return undefined;
    const rows = await this.repository.groups({ ...search, text: textOf(q), after, limit: limit + 1 });
    return pageOf(query, 'Group', rows, limit, ({ display_name, external_id, modified, key: _key, ...row }) => ({
      ...row,
      displayName: display_name,
      externalId: external_id,
      lastModified: modified,
    }));
  }

  /** With a page of its members, in the order of their ids. */
  async group(id: string, cursor: string | undefined, limit: number): Promise<GroupDetails | null | undefined> {
    const row = isResourceId(id) ? await this.repository.group(id) : null;
    if (row === null) return null;
    const query = JSON.stringify(['members', id]);
    const after = afterOf(query, cursor);
    if (after === undefined) return undefined;
    const rows = await this.repository.members(row.connection, id, after?.key ?? '', limit + 1);
    const keyed = rows.map((member) => ({ ...member, id, key: member.value }));
    const { rows: members, nextCursor } = pageOf(query, 'Group', keyed, limit, memberOf);
    return {
      ...{ id, connection: row.connection, displayName: row.display_name, externalId: row.external_id },
      ...{ revision: row.revision, created: row.created, lastModified: row.modified },
      attributes: JSON.parse(row.attributes) as ScimAttributes,
      memberCount: row.members,
      members,
      nextCursor,
    };
  }
}

const textOf = (q: string | undefined): string | undefined => (q === undefined ? undefined : fold(q));

/** What PostgreSQL can read as the key of a row. */
const IS_KEY: Readonly<Record<UserSort, (key: string) => boolean>> = {
  userName: () => true,
  created: isResourceId,
  lastModified: (key) => /^\d{4}-[\d :.+-]+$/.test(key) && !Number.isNaN(Date.parse(key)),
};

function afterOf(query: string, cursor: string | undefined, isKey = IS_KEY.userName): After | null | undefined {
  if (cursor === undefined) return null;
  const decoded = decodeCursor(query, cursor);
  if (!decoded.ok) return undefined;
  const { key, id } = decoded.value;
  return key !== null && isKey(key) ? { key, id } : undefined;
}

/** One row more than the page has tells that there is another page. */
function pageOf<Row extends { id: string; key: string }, T>(
  query: string,
  type: 'User' | 'Group',
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const nextCursor = last ? encodeCursor(query, { type, id: last.id, key: last.key }) : null;
  return { rows: shown.map(view), nextCursor };
}

function userSummary(row: UserRow, deleted: boolean): UserSummary {
  const { connection, id, revision, created, modified } = row;
  const attributes = JSON.parse(row.attributes) as ScimAttributes;
  const { userName, externalId } = attributes;
  return {
    ...{ id, connection, userName: String(userName), externalId: textOrNull(externalId) },
    ...{ displayName: displayNameOf(attributes), email: emailOf(attributes) },
    active: !deleted && attributes.active === true,
    deleted: deleted ? modified : null,
    ...{ revision, created, lastModified: modified },
  };
}

function memberOf({ value, kind, attributes, display_name }: MemberRow): GroupMember {
  if (kind === 'U') {
    const { userName } = attributes === null ? {} : (JSON.parse(attributes) as ScimAttributes);
    return { id: value, type: 'user', name: textOrNull(userName) };
  }
  return { id: value, type: kind === 'G' ? 'group' : 'pending', name: display_name };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function displayNameOf({ displayName, name }: ScimAttributes): string | null {
  const { formatted, givenName, familyName } = recordOf(name);
  const whole = [givenName, familyName].filter((part) => typeof part === 'string').join(' ');
  return textOrNull(displayName) ?? textOrNull(formatted) ?? textOrNull(whole);
}

function emailOf({ emails }: ScimAttributes): string | null {
  const all = Array.isArray(emails) ? emails.map(recordOf) : [];
  return textOrNull((all.find(({ primary }) => primary === true) ?? all[0])?.value);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
