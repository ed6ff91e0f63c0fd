import { type Dialect, parseProjection, project, type Projection, type Result } from '@usher/scim';
import type { ListRequest } from '../directory/listing.js';

/** Query parameters as Fastify parses them; one that is given twice is an array. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** The last value given; an empty one counts as not given. */
export function parameter(query: Query, name: string): string | undefined {
  return given(query, name) || undefined;
}

function given(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'object' ? value.at(-1) : value;
}

/** What a list is asked for; an empty cursor asks for the first page of pages by cursor. */
export function listRequestOf(query: Query): ListRequest {
  return {
    filter: parameter(query, 'filter'),
    sortBy: parameter(query, 'sortBy'),
    sortOrder: parameter(query, 'sortOrder'),
    startIndex: parameter(query, 'startIndex'),
    count: parameter(query, 'count'),
    cursor: given(query, 'cursor'),
  };
}

/** `attributes` and `excludedAttributes`; null when neither is given. */
export function projectionOf(dialect: Dialect, query: Query): Result<Projection | null> {
  return parseProjection(dialect, {
    attributes: parameter(query, 'attributes'),
    excludedAttributes: parameter(query, 'excludedAttributes'),
  });
}

/** Whether the client says which attributes it wants to see. */
export function isAsked(query: Query): boolean {
  return ['attributes', 'excludedAttributes'].some((name) => parameter(query, name) !== undefined);
}

/** Whether the answer has a group's members in it: reading them costs what there are. */
export function showsMembers(projection: Projection | null): boolean {
  return projection === null || project({ members: [{ value: '' }] }, projection).members !== undefined;
}
