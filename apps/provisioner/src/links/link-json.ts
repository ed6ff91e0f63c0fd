import type { Link } from '@usher/provisioning';
import { linkFrom, type LinkRow } from './link-row.js';

/** A link as a column of a list; numbers as text, as pg gives them. */
export type LinkJson = Omit<LinkRow, 'target_id' | 'scim_id'>;

/** Null where the join found none. */
export const linkJson = (table: string): string => `
  CASE WHEN ${table}.scim_id IS NOT NULL THEN json_build_object(
    'wordpress_id', ${table}.wordpress_id::text, 'login', ${table}.login, 'revision', ${table}.revision::text,
    'cause_id', ${table}.cause_id, 'status', ${table}.status, 'fields', ${table}.fields,
    'state_hash', ${table}.state_hash) END`;

export function linkOf(json: LinkJson | null): Link | null {
  return json === null ? null : linkFrom(json);
}
