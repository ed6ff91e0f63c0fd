import { GROUP_SCHEMA, type JsonObject, project, type Projection, USER_SCHEMA } from '@usher/scim';
import type { ShownGroup } from '../directory/groups/groups.query.js';
import { isPending, type Member } from '../directory/groups/stored-group.js';
import type { Found } from '../directory/listing.js';
import { groupsOf, type StoredUser, type UserGroup } from '../directory/users/stored-user.js';
import { versionOf } from './preconditions.js';

type ResourceName = 'User' | 'Group';

interface Stored {
  id: string;
  revision: number;
  attributes: string;
  created: Date;
  modified: Date;
}

const CORE: Readonly<Record<ResourceName, string>> = { User: USER_SCHEMA, Group: GROUP_SCHEMA };
/** A key that is a URN: a quote inside of a string is escaped, so that nothing else looks like one. */
const EXTENSION = /"(urn:[^"\\]+)":\{/g;

/** Where a resource is. `baseUrl` is `https://host/scim/v2`. */
export function locationOf(type: ResourceName, id: string, baseUrl: string): string {
  return `${baseUrl}/${type}s/${id}`;
}

/** The JSON text of a user: what is stored is copied; only a projection parses it. */
export function userText(user: StoredUser, baseUrl: string, projection: Projection | null): string {
  const shown = ({ id, displayName, type }: UserGroup): JsonObject => ({
    value: id,
    $ref: locationOf('Group', id, baseUrl),
    display: displayName,
    type,
  });
  const groups = user.groups === null ? '' : `,"groups":${JSON.stringify(groupsOf(user).map(shown))}`;
  return resourceText('User', user, groups, baseUrl, projection);
}

/** The JSON text of a group, with its members unless they are null. */
export function groupText({ group, members }: ShownGroup, baseUrl: string, projection: Projection | null): string {
  const shown = (member: Member): JsonObject => {
    const { value, kind } = member;
    if (isPending(member)) return { value };
    const type = kind === 'U' ? 'User' : 'Group';
    return { value, $ref: locationOf(type, value, baseUrl), type };
  };
  const list = members?.length ? `,"members":${JSON.stringify(members.map(shown))}` : '';
  return resourceText('Group', group, list, baseUrl, projection);
}

export function foundText(
  found: Found,
  baseUrl: string,
  projections: Readonly<Record<ResourceName, Projection | null>>,
): string {
  return found.type === 'User'
    ? userText(found.user, baseUrl, projections.User)
    : groupText(found, baseUrl, projections.Group);
}

function resourceText(
  type: ResourceName,
  { id, revision, attributes, created, modified }: Stored,
  more: string,
  baseUrl: string,
  projection: Projection | null,
): string {
  const schemas = [CORE[type], ...Array.from(attributes.matchAll(EXTENSION), ([, urn]) => urn)];
  const meta = {
    resourceType: type,
    created,
    lastModified: modified,
    version: versionOf(revision),
    location: locationOf(type, id, baseUrl),
  };
  const own = attributes.length > 2 ? `,${attributes.slice(1, -1)}` : '';
  const text = `{"schemas":${JSON.stringify(schemas)},"id":"${id}"${own}${more},"meta":${JSON.stringify(meta)}}`;
  return projection === null ? text : JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}
