import type { JsonObject, ScimAttributes } from './json.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './schemas/urns.js';

/** What the ingress stores of a user. */
export interface UserState {
  id: string;
  attributes: ScimAttributes;
  groups: readonly { id: string; displayName: string }[];
  /** Starts at 1. */
  revision: number;
  /** RFC 3339, UTC. */
  created: string;
  /** RFC 3339, UTC. */
  lastModified: string;
  /** `https://host/scim/v2`, without a slash at the end. */
  baseUrl: string;
}

/** The user as a client sees it: `schemas`, `id`, the attributes, `groups`, `meta` with version `W/"<revision>"`. */
export function userResource(state: UserState): JsonObject {
  const { id, attributes, groups, revision, created, lastModified, baseUrl } = state;
  const extended = attributes[ENTERPRISE_USER_SCHEMA] !== undefined;
  const resource: JsonObject = {
    schemas: extended ? [USER_SCHEMA, ENTERPRISE_USER_SCHEMA] : [USER_SCHEMA],
    id,
    ...attributes,
  };
  if (groups.length > 0)
    resource.groups = groups.map((group) => ({
      value: group.id,
      $ref: `${baseUrl}/Groups/${group.id}`,
      display: group.displayName,
      type: 'direct',
    }));
  resource.meta = {
    resourceType: 'User',
    created,
    lastModified,
    location: `${baseUrl}/Users/${id}`,
    version: `W/"${revision}"`,
  };
  return resource;
}
