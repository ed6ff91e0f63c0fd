import { Injectable } from '@nestjs/common';
import { type Dialect, parseFilter, parsePaging, parseSort, type Result, type SearchRequest } from '@usher/scim';
import { failure } from './failure.js';
import { GroupsQuery, type ShownGroup } from './groups/groups.query.js';
import { isCancelled } from './database-errors.js';
import { decodeCursor, encodeCursor, type Position } from './search/cursor.js';
import { type SearchPage, type SearchPart, type SearchRange, SearchRepository } from './search/search.repository.js';
import type { StoredUser } from './users/stored-user.js';
import { userLookup } from './users/user-lookup.js';
import { UserRepository } from './users/user.repository.js';
import { UsersQuery } from './users/users.query.js';

/** The parameters of a list, as a query or a SearchRequest gives them (RFC 7644 sections 3.4.2 and 3.4.3). */
export type ListRequest = Omit<SearchRequest, 'attributes' | 'excludedAttributes'>;

export type Found = { type: 'User'; user: StoredUser } | ({ type: 'Group' } & ShownGroup);

export interface Listing {
  total: number;
  resources: Found[];
  /** Of pages by index. */
  startIndex?: number;
  /** Of pages by cursor, while there is more. */
  nextCursor?: string;
}

/** Lists of users, of groups, or of both. */
@Injectable()
export class Listings {
  constructor(
    private readonly users: UsersQuery,
    private readonly repository: UserRepository,
    private readonly groups: GroupsQuery,
    private readonly searches: SearchRepository,
  ) {}

  /** Errors: 400 invalidFilter, invalidPath, invalidValue, invalidCursor, invalidCount, tooMany. */
  async list(
    connection: string,
    dialects: readonly Dialect[],
    request: ListRequest,
    withMembers: boolean,
  ): Promise<Result<Listing>> {
    const paging = parsePaging(request);
    if (!paging.ok) return paging;
    const parts: SearchPart[] = [];
    for (const dialect of dialects) {
      const part = partOf(dialect, request);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    const { startIndex, count } = paging.value;
    if (request.cursor !== undefined) return this.byCursor(connection, parts, request, count, withMembers);
    return this.byIndex(connection, parts, request, startIndex, count, withMembers);
  }

  private async byIndex(
    connection: string,
    parts: readonly SearchPart[],
    request: ListRequest,
    startIndex: number,
    count: number,
    withMembers: boolean,
  ): Promise<Result<Listing>> {
    const [first] = parts;
    if (parts.length === 1 && first?.type === 'User' && first.sort === null) {
      if (first.filter === null) {
        const { total, users } = await this.repository.page(connection, startIndex - 1, count);
        return { ok: true, value: { total, startIndex, resources: users.map(asFound) } };
      }
      const lookup = userLookup(first.filter);
      if (lookup !== null) {
        const user = await this.users.lookUp(connection, lookup);
        const resources = user !== null && startIndex === 1 && count > 0 ? [asFound(user)] : [];
        return { ok: true, value: { total: user === null ? 0 : 1, startIndex, resources } };
      }
    }
    const found = await this.search(connection, parts, {
      descending: isDescending(request),
      count,
      from: { skip: startIndex - 1 },
    });
    if (!found.ok) return found;
    const { total, hits } = found.value;
    return { ok: true, value: { total, startIndex, resources: await this.read(connection, hits, withMembers) } };
  }

  private async byCursor(
    connection: string,
    parts: readonly SearchPart[],
    request: ListRequest,
    count: number,
    withMembers: boolean,
  ): Promise<Result<Listing>> {
    const query = queryOf(connection, parts, request);
    let after: Position | null = null;
    if (request.cursor) {
      const decoded = decodeCursor(query, request.cursor);
      if (!decoded.ok) return decoded;
      after = decoded.value;
    }
    // One more than is asked for tells whether there is a next page.
    const limit = count === 0 ? 0 : count + 1;
    const found = await this.positions(connection, parts, request, after, limit);
    if (!found.ok) return found;
    const hits = found.value.hits.slice(0, count);
    const last = found.value.hits.length > count ? hits.at(-1) : undefined;
    const resources = await this.read(connection, hits, withMembers);
    const { total } = found.value;
    return { ok: true, value: { total, resources, ...(last && { nextCursor: encodeCursor(query, last) }) } };
  }

  private async positions(
    connection: string,
    parts: readonly SearchPart[],
    request: ListRequest,
    after: Position | null,
    count: number,
  ): Promise<Result<SearchPage>> {
    const [first] = parts;
    if (parts.length === 1 && first?.type === 'User' && first.filter === null && first.sort === null) {
      const { total, users } = await this.repository.pageAfter(connection, after?.id ?? null, count);
      return { ok: true, value: { total, hits: users.map(({ id }) => ({ type: 'User', id, key: null })) } };
    }
    return this.search(connection, parts, { descending: isDescending(request), count, from: { after } });
  }

  private async search(
    connection: string,
    parts: readonly SearchPart[],
    range: SearchRange,
  ): Promise<Result<SearchPage>> {
    try {
      return { ok: true, value: await this.searches.search(connection, parts, range) };
    } catch (error) {
      if (!isCancelled(error)) throw error;
      return failure(400, 'tooMany', 'The search takes too long: ask for less, or by userName, externalId or id');
    }
  }

  private async read(connection: string, hits: readonly Position[], withMembers: boolean): Promise<Found[]> {
    const groupIds = hits.filter(({ type }) => type === 'Group').map(({ id }) => id);
    const [groups, users] = await Promise.all([
      this.groups.load(connection, groupIds, withMembers),
      Promise.all(hits.map(({ type, id }) => (type === 'User' ? this.repository.load(connection, id) : null))),
    ]);
    // What was deleted meanwhile is left out.
    return hits.flatMap(({ type, id }, at): Found[] => {
      const user = users[at];
      if (type === 'User') return user ? [asFound(user)] : [];
      const group = groups.get(id);
      return group ? [{ type, ...group }] : [];
    });
  }
}

const asFound = (user: StoredUser): Found => ({ type: 'User', user });

const isDescending = ({ sortBy, sortOrder }: ListRequest): boolean =>
  sortBy !== undefined && sortOrder?.toLowerCase() === 'descending';

/** What a cursor belongs to. */
function queryOf(connection: string, parts: readonly SearchPart[], { filter, sortBy, sortOrder }: ListRequest): string {
  return JSON.stringify([connection, parts.map(({ type }) => type), filter ?? '', sortBy ?? '', sortOrder ?? '']);
}

function partOf(dialect: Dialect, { filter, sortBy, sortOrder }: ListRequest): Result<SearchPart> {
  const sort = parseSort(dialect, { sortBy, sortOrder });
  if (!sort.ok) return sort;
  const type = dialect.type.name;
  if (filter === undefined) return { ok: true, value: { type, filter: null, sort: sort.value } };
  const parsed = parseFilter(dialect, filter);
  return parsed.ok ? { ok: true, value: { type, filter: parsed.value, sort: sort.value } } : parsed;
}
