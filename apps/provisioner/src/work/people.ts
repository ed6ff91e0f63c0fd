import type { OperationEventData } from '@usher/events';

/** A user whom an operator's act concerns. */
export interface Person {
  connection: string;
  scimId: string;
  userName: string;
}

const NAMED = 10;

/** The first ten by name, and how many more there are. */
export function namesOf(people: readonly Person[]): string {
  const names = people.slice(0, NAMED).map(({ userName }) => `"${userName}"`);
  const more = people.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** What an operation event says of a single user. */
export function userOf(people: readonly Person[]): { connection: string | null; user: OperationEventData['user'] } {
  const [first, second] = people;
  if (first === undefined || second !== undefined) return { connection: null, user: null };
  const { connection, scimId: id, userName } = first;
  return { connection, user: { id, userName, externalId: null } };
}
