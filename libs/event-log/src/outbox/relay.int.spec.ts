import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { poolOf } from '@usher/persistence';
import { kafkaBrokers, testDatabase, type TestDatabase } from '@usher/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { openEventLog, type Backing } from '../contract/backing.js';
import { eventually, numbered, Recorder } from '../contract/recorder.js';
import { openEventLogDatabase } from '../nest/runtime.js';
import type { EventLog } from '../port.js';
import { appendToOutbox } from './append.js';
import { OutboxRelay } from './relay.js';

jest.setTimeout(30_000);

describe.each(['postgres', 'kafka'] as const)('the outbox relay into %s', (kind) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let pool: pg.Pool;
  let log: EventLog;
  let topic: string;
  let recorder: Recorder;
  const relays: OutboxRelay[] = [];

  function backing(): Backing {
    return kind === 'kafka' ? { kind, brokers: kafkaBrokers() } : { kind, databaseUrl: database.url };
  }

  function startRelay(into: EventLog = log): OutboxRelay {
    const relay = new OutboxRelay({ log: into, pool, databaseUrl: database.url, clientId: 'relay-test' });
    relays.push(relay);
    relay.start();
    return relay;
  }

  async function rows(): Promise<number> {
    const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM event_log.outbox');
    return Number(rows[0]!.count);
  }

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openEventLogDatabase(database.url, 'relay-test');
    pool = poolOf(dataSource);
    log = await openEventLog(backing());
    topic = `relay.${randomUUID()}`;
    await log.ensureTopics([topic]);
    recorder = new Recorder();
    await log.subscribe({ group: topic, topics: [topic], concurrency: 8, handle: recorder.handle });
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await log.close();
    await dataSource.destroy();
    await database.drop();
  });

  it('publishes what was committed, each key in order, and empties the outbox', async () => {
    const relay = startRelay();
    for (let from = 0; from < 1200; from += 100) await appendToOutbox(pool, numbered(topic, 100, 5, from));
    relay.wake();
    await recorder.until(1200);
    for (let key = 0; key < 5; key += 1) {
      const values = recorder.valuesOf(`key-${key}`).map(Number);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    expect(recorder.values).toHaveLength(1200);
    expect(recorder.finished.find(({ value }) => value === '7')?.headers).toEqual({ ce_id: '7' });
    await eventually(async () => (await rows()) === 0);
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    startRelay();
    const client = await pool.connect();
    await client.query('BEGIN');
    await appendToOutbox(client, numbered(topic, 3, 3));
    await client.query('ROLLBACK');
    client.release();
    await appendToOutbox(pool, numbered(topic, 1, 1, 100));
    await recorder.until(1);
    expect(recorder.values).toEqual(['100']);
  });

  it('does not lose a row that commits after one with a later position', async () => {
    const relay = startRelay();
    const late = await pool.connect();
    await late.query('BEGIN');
    await appendToOutbox(late, [{ topic, key: 'late', headers: {}, value: 'late' }]);
    await appendToOutbox(pool, [{ topic, key: 'early', headers: {}, value: 'early' }]);
    relay.wake();
    await recorder.until(1);
    expect(recorder.values).toEqual(['early']);
    await late.query('COMMIT');
    late.release();
    relay.wake();
    await recorder.until(2);
    expect(recorder.values).toEqual(['early', 'late']);
  });

  it('finds rows without being woken', async () => {
    startRelay();
    await appendToOutbox(pool, numbered(topic, 1, 1));
    await recorder.until(1, 3000);
  });

  it('has one leader, and another when that ends; both are woken by either', async () => {
    const one = startRelay();
    await eventually(() => one.isLeader);
    const two = startRelay();
    await appendToOutbox(pool, numbered(topic, 10, 3));
    two.wake();
    await recorder.until(10);
    expect([one.isLeader, two.isLeader]).toEqual([true, false]);
    await one.stop();
    await eventually(() => two.isLeader, 5000);
    await appendToOutbox(pool, numbered(topic, 10, 3, 10));
    two.wake();
    await recorder.until(20);
    expect(recorder.values).toHaveLength(20);
  });

  it('goes on after its connection is killed', async () => {
    const relay = startRelay();
    await eventually(() => relay.isLeader);
    await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                      WHERE application_name = 'relay-test/outbox' AND datname = current_database()`);
    await appendToOutbox(pool, numbered(topic, 5, 2));
    await recorder.until(5);
  });

  it('keeps the rows while the log refuses them, and their order afterwards', async () => {
    let refusals = 0;
    const moody: EventLog = {
      ...log,
      publish: async (messages) => {
        if ((refusals += 1) <= 2) throw new Error('the broker is away');
        await log.publish(messages);
      },
    };
    startRelay(moody);
    await appendToOutbox(pool, numbered(topic, 20, 2));
    await recorder.until(20);
    expect(recorder.valuesOf('key-0').map(Number)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  it('publishes twice rather than not at all when it is killed between publishing and deleting', async () => {
    await appendToOutbox(pool, numbered(topic, 30, 3));
    const script = fileURLToPath(new URL('../../dist/contract/relay-victim.js', import.meta.url));
    const options = { backing: backing(), databaseUrl: database.url };
    const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await ended;
    await recorder.until(30);
    expect(await rows()).toBe(30);
    startRelay();
    await eventually(async () => (await rows()) === 0);
    await eventually(() => recorder.values.length === 60);
    for (const key of ['key-0', 'key-1', 'key-2']) {
      const once = numbered(topic, 30, 3).filter((message) => message.key === key);
      const values = once.map((message) => message.value);
      expect(recorder.valuesOf(key)).toEqual([...values, ...values]);
    }
  });
});

describe('the way through PostgreSQL', () => {
  it('takes a few milliseconds from the commit to the handler', async () => {
    const database = await testDatabase();
    const dataSource = await openEventLogDatabase(database.url, 'latency');
    const pool = poolOf(dataSource);
    const log = await openEventLog({ kind: 'postgres', databaseUrl: database.url });
    const relay = new OutboxRelay({ log, pool, databaseUrl: database.url, clientId: 'latency' });
    relay.start();
    const recorder = new Recorder();
    await log.subscribe({ group: 'g', topics: ['t'], concurrency: 8, handle: recorder.handle });
    await eventually(() => relay.isLeader);
    const took: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const seen = new Promise<void>((resolve) => {
        recorder.finished.push = (...items) => {
          resolve();
          return Array.prototype.push.apply(recorder.finished, items);
        };
      });
      await appendToOutbox(pool, numbered('t', 1, 1, index));
      const begun = performance.now();
      relay.wake();
      await seen;
      took.push(performance.now() - begun);
    }
    took.sort((a, b) => a - b);
    process.stderr.write(`commit to handler: p50 ${took[50]?.toFixed(1)} ms, p99 ${took[99]?.toFixed(1)} ms\n`);
    // Far below any polling interval, with room for a busy machine.
    expect(took[50]).toBeLessThan(50);
    await relay.stop();
    await log.close();
    await dataSource.destroy();
    await database.drop();
  });
});
