import { type JsonObject, type ScimAttributes, userResource, type UserState } from '@usher/scim';

/** A user as it is stored. */
export interface StoredUser {
  id: string;
  revision: number;
  /** As of {@link toDocument}. */
  document: string;
}

/**
 * A user is stored as the JSON text of its SCIM representation, up to `meta.location`: that is the last member and the
 * only part that depends on the request. Reading copies the text; only a change parses it.
 */
export function toDocument(state: Omit<UserState, 'baseUrl'>): string {
  const { meta, ...rest } = userResource({ ...state, baseUrl: '' });
  const { location: _location, ...stable } = meta as JsonObject;
  return JSON.stringify({ ...rest, meta: stable }).slice(0, -2);
}

/** The whole JSON text. `baseUrl` is `https://host/scim/v2`. */
export function fromDocument(document: string, id: string, baseUrl: string): string {
  return `${document},"location":${JSON.stringify(userLocation(id, baseUrl))}}}`;
}

export function userLocation(id: string, baseUrl: string): string {
  return `${baseUrl}/Users/${id}`;
}

export interface DocumentState {
  attributes: ScimAttributes;
  /** RFC 3339, UTC. */
  created: string;
}

/** What a change starts from. */
export function readDocument(document: string): DocumentState {
  const {
    schemas: _schemas,
    id: _id,
    groups: _groups,
    meta,
    ...attributes
  } = JSON.parse(`${document}}}`) as JsonObject;
  return { attributes, created: String((meta as JsonObject).created) };
}
