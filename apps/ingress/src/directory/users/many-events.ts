import { encodeEvent, TOPICS, type UserEventType } from '@usher/events';
import type { Cause } from '../cause.js';

/*
 * Events of many users, put together by the database: one statement for all of them, whatever they weigh.
 */

const EVENT_ID = '00000000-0000-0000-0000-00000000000e';
const USER_ID = '00000000-0000-0000-0000-00000000000f';

/** The headers of all of them; the statement fills in whose each is: see {@link headersSql}. */
export function manyHeaders(cause: Cause, type: UserEventType, time: Date): string {
  const { headers } = encodeEvent(TOPICS.users, '', {
    id: EVENT_ID,
    type,
    source: '/usher/ingress',
    subject: USER_ID,
    time: time.toISOString(),
    traceparent: cause.traceparent,
    data: null,
  });
  return JSON.stringify(headers);
}

/** @param eventId SQL of a text; the row has the user's `id` */
export const headersSql = (headers: string, eventId: string): string =>
  `replace(replace(${headers}::text, '${EVENT_ID}', ${eventId}), '${USER_ID}', id::text)`;

/**
 * The JSON text of `user` in an event, of a row with `id`, `revision`, `attributes`, the same as json in `parsed`,
 * `groups` and `password`.
 */
export const WANTED_USER = `'{"id":"' || id || '","revision":' || revision
    || ',"userName":' || (parsed -> 'userName') || ',"externalId":' || coalesce((parsed -> 'externalId')::text, 'null')
    || ',"active":' || coalesce((parsed -> 'active')::text, 'false') || ',"deleted":false,"attributes":' || attributes
    || ',"groups":' || coalesce(groups, '[]')
    || CASE WHEN password <> '' THEN ',"password":"' || password || '"' ELSE '' END || '}'`;
