import { Injectable } from '@nestjs/common';
import { type JsonObject, matches } from '@usher/scim';
import { isIndexable, userNameKey } from './unique-keys.js';
import { fromDocument, type StoredUser } from './user-document.js';
import { isUserId } from './user-id.js';
import type { UserLookup } from './user-lookup.js';
import { UserRepository } from './user.repository.js';

export interface UserPage {
  total: number;
  users: StoredUser[];
}

/** Reads of users within one connection. */
@Injectable()
export class UsersQuery {
  constructor(private readonly repository: UserRepository) {}

  async get(connection: string, id: string): Promise<StoredUser | null> {
    return isUserId(id) ? this.repository.load(connection, id) : null;
  }

  /** @param startIndex 1-based */
  list(connection: string, startIndex: number, count: number): Promise<UserPage> {
    return this.repository.page(connection, startIndex - 1, count);
  }

  /** At most one user: every lookup is by an attribute that is unique. */
  async lookUp(connection: string, lookup: UserLookup, startIndex: number, count: number): Promise<UserPage> {
    const found = await this.find(connection, lookup);
    const fits = found !== null && (lookup.filter === null || matches(lookup.filter, resource(found)));
    if (!fits) return { total: 0, users: [] };
    return { total: 1, users: startIndex === 1 && count > 0 ? [found] : [] };
  }

  private async find(connection: string, { by, value }: UserLookup): Promise<StoredUser | null> {
    if (by === 'id') return this.get(connection, value);
    if (!isIndexable(value)) return null;
    return by === 'externalId'
      ? this.repository.findByExternalId(connection, value)
      : this.repository.findByUserName(connection, userNameKey(value));
  }
}

function resource({ document, id }: StoredUser): JsonObject {
  return JSON.parse(fromDocument(document, id, '')) as JsonObject;
}
