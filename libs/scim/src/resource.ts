import type { JsonObject, ScimAttributes } from './json.js';
import { GROUP_SCHEMA, USER_SCHEMA } from './schemas/urns.js';

/** What the ingress stores of any resource. */
interface ResourceState {
  id: string;
  attributes: ScimAttributes;
  /** Starts at 1. */
  revision: number;
  /** RFC 3339, UTC. */
  created: string;
  /** RFC 3339, UTC. */
  lastModified: string;
  /** `https://host/scim/v2`, without a slash at the end. */
  baseUrl: string;
}

export interface UserState extends ResourceState {
  groups: readonly { id: string; displayName: string; type?: 'direct' | 'indirect' }[];
}

export interface GroupState extends ResourceState {
  /** Not given: they aren't shown. `kind`: null of one that isn't there yet. */
  members?: readonly { value: string; kind: 'User' | 'Group' | null }[];
}

/** The user as a client sees it: `schemas`, `id`, the attributes, `groups`, `meta` with version `W/"<revision>"`. */
export function userResource(state: UserState): JsonObject {
  const { groups, baseUrl } = state;
  const shown = groups.map(({ id, displayName, type = 'direct' }) => ({
    value: id,
    $ref: `${baseUrl}/Groups/${id}`,
    display: displayName,
    type,
  }));
  return resource(state, 'User', USER_SCHEMA, shown.length > 0 ? { groups: shown } : {});
}

/** The group as a client sees it, likewise, with `members`. */
export function groupResource(state: GroupState): JsonObject {
  const { members = [], baseUrl } = state;
  const shown = members.map(({ value, kind }): JsonObject =>
    kind === null ? { value } : { value, $ref: `${baseUrl}/${kind}s/${value}`, type: kind },
  );
  return resource(state, 'Group', GROUP_SCHEMA, shown.length > 0 ? { members: shown } : {});
}

function resource(state: ResourceState, resourceType: 'User' | 'Group', core: string, more: JsonObject): JsonObject {
  const { id, attributes, revision, created, lastModified, baseUrl } = state;
  const extensions = Object.keys(attributes).filter((key) => key.startsWith('urn:'));
  return {
    schemas: [core, ...extensions],
    id,
    ...attributes,
    ...more,
    meta: {
      resourceType,
      created,
      lastModified,
      location: `${baseUrl}/${resourceType}s/${id}`,
      version: `W/"${revision}"`,
    },
  };
}
