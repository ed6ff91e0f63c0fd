import { Injectable } from '@nestjs/common';
import { fold, matches, userResource } from '@usher/scim';
import { isResourceId } from '../resource-id.js';
import { attributesOf, groupsOf, type StoredUser } from './stored-user.js';
import { isIndexable } from './unique-keys.js';
import type { UserLookup } from './user-lookup.js';
import { UserRepository } from './user.repository.js';

/** Reads of users within one connection. */
@Injectable()
export class UsersQuery {
  constructor(private readonly repository: UserRepository) {}

  async get(connection: string, id: string): Promise<StoredUser | null> {
    return isResourceId(id) ? this.repository.load(connection, id) : null;
  }

  /** At most one user: every lookup is by an attribute that is unique. */
  async lookUp(connection: string, lookup: UserLookup): Promise<StoredUser | null> {
    const found = await this.find(connection, lookup);
    return found !== null && (lookup.filter === null || matches(lookup.filter, resource(found))) ? found : null;
  }

  private async find(connection: string, { by, value }: UserLookup): Promise<StoredUser | null> {
    if (by === 'id') return this.get(connection, value);
    if (!isIndexable(value)) return null;
    return by === 'externalId'
      ? this.repository.findByExternalId(connection, value)
      : this.repository.findByUserName(connection, fold(value));
  }
}

function resource(user: StoredUser) {
  return userResource({
    id: user.id,
    attributes: attributesOf(user),
    groups: groupsOf(user),
    revision: user.revision,
    created: user.created.toISOString(),
    lastModified: user.modified.toISOString(),
    baseUrl: '',
  });
}
