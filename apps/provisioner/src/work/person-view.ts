import type { Json, UserEventData } from '@usher/events';
import { primaryEmail } from '../apply/primary-email.js';
import { NOBODY } from '../reconcile/directory.js';

/** Whom a row of a list is about. */
export interface PersonView {
  /** Null: the directory doesn't know the user any more. */
  connection: string | null;
  scimId: string;
  userName: string;
  displayName: string | null;
  email: string | null;
  /** Their account in the site; null: there is none, or none is known. */
  account: { id: number; login: string } | null;
}

/** What {@link personOf} reads of a row. */
export interface PersonRow {
  connection: string | null;
  scimId: string;
  userName: string;
  /** JSON text of the UserEventData. */
  data: string | null;
  wordpressId: number | null;
  login: string | null;
}

/** The newest state of the user of a row, as `s`; by the index on user and revision. */
export const newestState = (scimId: string): string => `
  LEFT JOIN LATERAL (
    SELECT n.connection, n.data FROM provisioner.states n WHERE n.scim_id = ${scimId} AND n.connection <> '${NOBODY}'
    ORDER BY n.revision DESC LIMIT 1) s ON true`;

/** The row is of a site that is connected still. */
export const isConnected = (targetId: string): string =>
  `EXISTS (SELECT FROM provisioner.targets t WHERE t.id = ${targetId} AND t.deleted_at IS NULL)`;

export function personOf({ connection, scimId, userName, data, wordpressId, login }: PersonRow): PersonView {
  const attributes = data === null ? {} : (JSON.parse(data) as UserEventData).user.attributes;
  return {
    ...{ connection, scimId, userName, displayName: displayNameOf(attributes), email: primaryEmail({ attributes }) },
    account: wordpressId === null ? null : { id: wordpressId, login: login ?? '' },
  };
}

function displayNameOf({ displayName, name }: { [name: string]: Json }): string | null {
  if (filled(displayName)) return displayName;
  if (typeof name !== 'object' || name === null || Array.isArray(name)) return null;
  if (filled(name.formatted)) return name.formatted;
  return [name.givenName, name.familyName].filter(filled).join(' ') || null;
}

function filled(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
