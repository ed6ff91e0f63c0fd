import type { JsonObject, ScimAttributes } from './json.js';

/** What the ingress stores of a user. */
export interface UserState {
  id: string;
  attributes: ScimAttributes;
  groups: readonly { id: string; displayName: string }[];
  revision: number;
  /** RFC 3339, UTC. */
  created: string;
  /** RFC 3339, UTC. */
  lastModified: string;
  /** `https://host/scim/v2`, without a slash at the end. */
  baseUrl: string;
}

/** The user as a client sees it: `schemas`, `id`, the attributes, `groups`, `meta` with version `W/"<revision>"`. */
export function userResource(_state: UserState): JsonObject {
  throw new Error('not written yet');
}
