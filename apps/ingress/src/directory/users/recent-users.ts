import type { StoredUser } from './stored-user.js';

/**
 * Users as they were when this process last saw them. A revision of a user never changes, so that a change may start
 * from here and be compared-and-set; whatever else is answered must be read anew.
 */
export class RecentUsers {
  private readonly users = new Map<string, StoredUser>();
  private characters = 0;

  /** @param capacity characters of all users at most */
  constructor(private readonly capacity: number) {}

  get(connection: string, id: string): StoredUser | undefined {
    return this.users.get(`${connection}:${id}`);
  }

  /** Keeps the newest revision; forgets what was seen longest ago. */
  see(connection: string, user: StoredUser): void {
    const key = `${connection}:${user.id}`;
    const known = this.users.get(key);
    if (known !== undefined && known.revision > user.revision) return;
    this.remove(key, known);
    this.users.set(key, user);
    this.characters += sizeOf(user);
    for (const [oldest, user] of this.users) {
      if (this.characters <= this.capacity) return;
      this.users.delete(oldest);
      this.characters -= sizeOf(user);
    }
  }

  forget(connection: string, id: string): void {
    const key = `${connection}:${id}`;
    this.remove(key, this.users.get(key));
  }

  private remove(key: string, user: StoredUser | undefined): void {
    if (user === undefined) return;
    this.users.delete(key);
    this.characters -= sizeOf(user);
  }
}

function sizeOf({ attributes, groups }: StoredUser): number {
  return attributes.length + (groups?.length ?? 0);
}
