import type { ScimAttributes } from '@usher/scim';

/** A user as it is stored. The attributes are JSON text: reading copies it, only a change parses it. */
export interface StoredUser {
  id: string;
  revision: number;
  /** JSON object of the attributes under their canonical names, without `schemas`, `id`, `groups` and `meta`. */
  attributes: string;
  /** JSON array of {@link UserGroup}; null for none. */
  groups: string | null;
  created: Date;
  modified: Date;
}

/** A group that a user is in, itself or through a group in that group. */
export interface UserGroup {
  id: string;
  displayName: string;
  type: 'direct' | 'indirect';
}

export function attributesOf({ attributes }: Pick<StoredUser, 'attributes'>): ScimAttributes {
  return JSON.parse(attributes) as ScimAttributes;
}

export function groupsOf({ groups }: Pick<StoredUser, 'groups'>): UserGroup[] {
  return groups === null ? [] : (JSON.parse(groups) as UserGroup[]);
}
