import { randomUUID } from 'node:crypto';
import { outboxColumns } from '@usher/event-log';
import { encodeEvent, type OperationEventData, TOPICS, type UserEventData } from '@usher/events';
import { USER_SCHEMA } from '@usher/scim';
import { testDatabase } from '@usher/testing';
import pg from 'pg';
import { startIngress } from '../start.js';

export const TOKEN = 'test-token-0123456789';
export const OPERATOR_TOKEN = 'operator-token-0123456789';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape
  body: any;
}

export interface OutboxRow {
  topic: string;
  key: string;
  headers: Record<string, string>;
  event: UserEventData;
}

export interface Ingress {
  url: string;
  databaseUrl: string;
  /** A request to /scim/v2 with the token; the body is sent as JSON unless it is text or bytes. */
  scim(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  /** A request to /api/connections with the operator's token. */
  operator(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  /** A request to /api with the operator's token. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Events of users and groups in the order they were written, whether the relay has moved them or not. */
  events(): Promise<OutboxRow[]>;
  /** Puts an event into the log, as another service would. */
  publish(
    topic: string,
    key: string,
    type: string,
    data: unknown,
    more?: { id?: string; time?: string },
  ): Promise<void>;
  /** What operators did and what was refused, in the same order; what was refused is told a moment later. */
  operations(): Promise<OperationEventData[]>;
  /** Of those what operators did. */
  acts(): Promise<OperationEventData[]>;
  stop(): Promise<void>;
}

/** The ingress as it runs in production, on a database of its own, with the events in PostgreSQL. */
export async function startTestIngress(environment: Record<string, string> = {}): Promise<Ingress> {
  const database = environment.DATABASE_URL ? null : await testDatabase();
  const databaseUrl = environment.DATABASE_URL ?? database?.url ?? '';
  const service = await startIngress({
    DATABASE_URL: databaseUrl,
    USHER_HTTP_PORT: '0',
    USHER_SCIM_TOKEN: TOKEN,
    USHER_OPERATOR_TOKEN: OPERATOR_TOKEN,
    ...environment,
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const sql: Ingress['sql'] = async (text, values) => (await client.query(text, values)).rows;
  const rows = (...topics: string[]) =>
    sql(
      `SELECT topic, key, headers, value, 0 AS waiting, position FROM event_log.records WHERE topic = ANY($1)
       UNION ALL SELECT topic, key, headers, value, 1, position FROM event_log.outbox WHERE topic = ANY($1)
       ORDER BY waiting, position`,
      [topics],
    );
  const operations: Ingress['operations'] = async () =>
    (await rows(TOPICS.operations)).map(({ value }) => JSON.parse(String(value)) as OperationEventData);
  const api: Ingress['api'] = (method, path, body, headers) =>
    request(`${service.url}/api${path}`, method, body, {
      authorization: `Bearer ${OPERATOR_TOKEN}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    });
  return {
    url: service.url,
    databaseUrl,
    scim: (method, path, body, headers) => request(`${service.url}/scim/v2${path}`, method, body, headers),
    operator: (method, path, body, headers) => api(method, `/connections${path}`, body, headers),
    api,
    sql,
    async events() {
      return (await rows(TOPICS.users, TOPICS.leavers, TOPICS.groups)).map((row) => ({
        topic: String(row.topic),
        key: String(row.key),
        headers: JSON.parse(String(row.headers)),
        event: JSON.parse(String(row.value)),
      }));
    },
    async publish(topic, key, type, data, { id = randomUUID(), time = new Date().toISOString() } = {}) {
      const message = encodeEvent(topic, key, { id, type, source: '/usher/test', time, data });
      await sql('SELECT event_log.append($1, $2, $3, $4)', outboxColumns([message]));
    },
    operations,
    acts: async () => (await operations()).filter(({ action }) => /^(connection|token)\./.test(action)),
    async stop() {
      await client.end();
      await service.close();
      await database?.drop();
    },
  };
}

async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string | null> = {},
): Promise<Answer> {
  const given: Record<string, string | null> = {
    authorization: `Bearer ${TOKEN}`,
    ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    ...headers,
  };
  const response = await fetch(url, {
    method,
    headers: Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null),
    body: body === undefined || typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

let count = 0;

/** The body of a POST; a new name each time. */
export function someUser(attributes: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1;
  return {
    schemas: [USER_SCHEMA],
    userName: `user${count}@example.org`,
    externalId: `external-${count}`,
    name: { givenName: 'Ada', familyName: `Number ${count}` },
    emails: [{ value: `user${count}@example.org`, type: 'work', primary: true }],
    ...attributes,
  };
}

export function patchBody(...operations: unknown[]): Record<string, unknown> {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}
