import { jest } from '@jest/globals';
import { Controller, Inject, Logger, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { encodeEvent, TOPICS, type EventEnvelope, type UserEventData } from '@usher/events';
import { kafkaBrokers, testDatabase, type TestDatabase } from '@usher/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '../contract/recorder.js';
import { appendToOutbox } from '../outbox/append.js';
import { OutboxSignal } from '../outbox/signal.js';
import type { EventLog, StoredMessage } from '../port.js';
import { connectEventLog } from './connect.js';
import { EventLogContext } from './context.js';
import { DEAD_LETTER_HEADERS } from './dead-letter.js';
import { DeadLetterError, RetryLaterError } from './errors.js';
import { EVENT_LOG, EventLogModule } from './event-log.module.js';

jest.setTimeout(40_000);

const TRANSPORT = Symbol('test');

/** What the controller does with an event: by `ce_id`. */
const behaviour = new Map<string, (attempt: number) => void | Promise<void>>();
const handled: { event: EventEnvelope<UserEventData>; context: EventLogContext }[] = [];

@Controller()
class UsersConsumer {
  constructor(@Inject(EVENT_LOG) readonly log: EventLog) {}

  @EventPattern<string>(TOPICS.users, TRANSPORT)
  async on(@Payload() event: EventEnvelope<UserEventData>, @Ctx() context: EventLogContext): Promise<void> {
    await behaviour.get(event.id)?.(context.attempt);
    handled.push({ event, context });
  }
}

function userEvent(id: string, userName = 'barbara'): EventEnvelope<UserEventData> {
  return {
    id,
    type: 'user.created',
    source: '/usher/test',
    time: new Date().toISOString(),
    data: {
      connection: 'default',
      user: {
        id: 'u1',
        revision: 1,
        userName,
        externalId: null,
        active: true,
        deleted: false,
        attributes: {},
        groups: [],
      },
      changes: [],
      origin: { sourceIp: '192.0.2.1', tokenId: 't', actor: 'test', traceId: 'a'.repeat(32) },
    },
  };
}

describe.each(['postgres', 'kafka'] as const)('the Nest transport over %s', (kind) => {
  let database: TestDatabase;
  let app: INestApplication;
  let log: EventLog;
  let pool: pg.Pool;
  const dead: StoredMessage[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    const group = `server-${randomUUID()}`;
    const eventLog = EventLogModule.forRoot({
      databaseUrl: database.url,
      kafkaBrokers: kind === 'kafka' ? kafkaBrokers() : undefined,
      clientId: 'server-test',
    });
    @Module({ imports: [eventLog], controllers: [UsersConsumer] })
    class Root {}
    app = await NestFactory.create(Root, new FastifyAdapter(), { logger: false });
    log = app.get<EventLog>(EVENT_LOG);
    connectEventLog(app, { log, group, transportId: TRANSPORT, topics: [TOPICS.users], concurrency: 4 });
    await app.startAllMicroservices();
    await app.init();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await log.subscribe({
      group: `${group}-dead`,
      topics: [TOPICS.deadLetters],
      concurrency: 1,
      handle: async (message) => {
        dead.push(message);
      },
    });
  });

  afterAll(async () => {
    await app.close();
    await pool.end();
    await database.drop();
  });

  beforeEach(() => {
    behaviour.clear();
    handled.length = 0;
    dead.length = 0;
  });

  async function send(event: EventEnvelope<UserEventData>, key = event.id): Promise<void> {
    await appendToOutbox(pool, [encodeEvent(TOPICS.users, key, event)]);
    app.get(OutboxSignal).wake();
  }

  const handledIds = (): string[] => handled.map(({ event }) => event.id);

  it('brings an event from the outbox to its handler, with what the handler can ask', async () => {
    const event = userEvent(randomUUID());
    await send(event, 'default:u1');
    await eventually(() => handledIds().includes(event.id));
    const { event: given, context } = handled.find((each) => each.event.id === event.id)!;
    expect(given.data).toEqual(event.data);
    expect(context).toMatchObject({ topic: TOPICS.users, key: 'default:u1', attempt: 1 });
    expect(context.offset).toMatch(/^\d+$/);
  });

  it('gives an event again after the asked time, as often as the handler asks, and holds no other key up', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const [waits, too, passes] = [userEvent(randomUUID()), userEvent(randomUUID()), userEvent(randomUUID())];
    for (const { id } of [waits, too])
      behaviour.set(id, (attempt) => {
        if (attempt <= 8) throw new RetryLaterError('permission denied for table users', 250);
      });
    await send(waits);
    await send(too);
    await send(passes);
    await eventually(() => handledIds().includes(passes.id));
    expect(handledIds()).not.toContain(waits.id);
    await eventually(() => [waits, too].every(({ id }) => handledIds().includes(id)));
    expect(handled.find((each) => each.event.id === waits.id)?.context.attempt).toBe(9);
    expect(dead).toEqual([]);
    // A wait that lasts is told, once for all that wait.
    const lines = warn.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('permission denied'));
    warn.mockRestore();
    expect(lines).toEqual([expect.stringMatching(/@\d+ \(server-.+, attempt 5\): still waits: permission denied for/)]);
  });

  it('makes a dead letter of what the handler gives up, unchanged, with the reason, and goes on with its key', async () => {
    const [bad, next] = [userEvent(randomUUID()), userEvent(randomUUID())];
    behaviour.set(bad.id, () => {
      throw new DeadLetterError('login_taken', 'The login is taken.');
    });
    await send(bad, 'one-key');
    await send(next, 'one-key');
    await eventually(() => handledIds().includes(next.id));
    await eventually(() => dead.some(({ headers }) => headers.ce_id === bad.id));
    const letter = dead.find(({ headers }) => headers.ce_id === bad.id)!;
    expect(JSON.parse(letter.value)).toEqual(bad.data);
    expect(letter.key).toBe('one-key');
    expect(letter.headers).toMatchObject({
      ce_type: 'user.created',
      [DEAD_LETTER_HEADERS.topic]: TOPICS.users,
      [DEAD_LETTER_HEADERS.code]: 'login_taken',
      [DEAD_LETTER_HEADERS.reason]: 'The login is taken.',
    });
  });

  it('tries an unexpected error five times more, then makes a dead letter with its words', async () => {
    const bad = userEvent(randomUUID());
    let attempts = 0;
    behaviour.set(bad.id, () => {
      attempts += 1;
      throw new TypeError('x is undefined');
    });
    await send(bad);
    await eventually(() => dead.some(({ headers }) => headers.ce_id === bad.id), 30_000);
    expect(attempts).toBe(6);
    const letter = dead.find(({ headers }) => headers.ce_id === bad.id)!;
    expect(letter.headers[DEAD_LETTER_HEADERS.reason]).toBe('x is undefined');
  });

  it('counts the unexpected errors of an event only, however often its handler has asked for time before', async () => {
    const event = userEvent(randomUUID());
    behaviour.set(event.id, (attempt) => {
      if (attempt <= 8) throw new RetryLaterError('the database is away', 10);
      if (attempt === 9) throw new TypeError('x is undefined');
    });
    await send(event);
    await eventually(() => handledIds().includes(event.id) || dead.length > 0);
    expect(dead).toEqual([]);
  });

  it('makes a dead letter at once of what is no event, or breaks its schema, without asking the handler', async () => {
    const broken = userEvent(randomUUID());
    (broken.data.user as { revision: unknown }).revision = 'one';
    await send(broken);
    await log.publish([{ topic: TOPICS.users, key: 'k', headers: { note: 'no-event' }, value: '{' }]);
    await eventually(() => dead.length >= 2);
    expect(dead.map(({ headers }) => headers[DEAD_LETTER_HEADERS.reason]).sort()).toEqual([
      'header ce_id is missing',
      'user.created: data/user/revision must be integer',
    ]);
    expect(handledIds()).not.toContain(broken.id);
  });
});
