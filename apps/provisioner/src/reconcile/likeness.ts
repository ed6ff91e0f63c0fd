import type { Likeness } from './directory.js';

/** Who of the directory has an account's login as user name, or its e-mail address; the user name goes before. */
export interface Match {
  connection: string;
  scimId: string;
  userName: string;
  by: 'userName' | 'email';
}

interface Named {
  login: string;
  email: string;
}

/** What to look users up by, in lower case, each once. */
export function textsOf(accounts: readonly Named[]): string[] {
  return [...new Set(accounts.flatMap(({ login, email }) => [login, email].filter(Boolean).map(folded)))];
}

/** Null when nobody fits; of several the first by user name. */
export function matchOf({ login, email }: Named, users: readonly Likeness[]): Match | null {
  const name = folded(login);
  const address = folded(email);
  const byName =
    users.find((user) => user.name === name) ?? users.find((user) => address !== '' && user.name === address);
  const found = byName ?? users.find((user) => address !== '' && user.email === address);
  if (found === undefined) return null;
  const { connection, scimId, userName } = found;
  return { connection, scimId, userName, by: byName === undefined ? 'email' : 'userName' };
}

const folded = (text: string): string => text.toLowerCase();
