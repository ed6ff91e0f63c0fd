import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@usher/testing';
import pg from 'pg';
import { openEventLog } from '../contract/backing.js';
import { describeEventLogContract } from '../contract/event-log.contract.js';
import { eventually, numbered, Recorder } from '../contract/recorder.js';

describe('the event log in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  describeEventLogContract(() => ({ kind: 'postgres', databaseUrl: database.url }));

  it('goes on after its connections are killed, from the offset that was committed', async () => {
    const log = await openEventLog({ kind: 'postgres', databaseUrl: database.url });
    const recorder = new Recorder();
    await log.subscribe({ group: 'survivor', topics: ['killed'], concurrency: 4, handle: recorder.handle });
    await log.publish(numbered('killed', 20, 4));
    await recorder.until(20);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name LIKE '%/survivor' AND datname = current_database()`);
    await client.end();
    await log.publish(numbered('killed', 20, 4, 20));
    await recorder.until(40);
    await log.close();
  });

  it('wakes a consumer in another process when something is published', async () => {
    const [publisher, consumer] = await Promise.all(
      [1, 2].map(() => openEventLog({ kind: 'postgres', databaseUrl: database.url })),
    );
    const recorder = new Recorder();
    await consumer?.subscribe({ group: 'far', topics: ['far'], concurrency: 4, handle: recorder.handle });
    const took: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      const begun = performance.now();
      await publisher?.publish(numbered('far', 1, 1, index));
      await recorder.until(index + 1);
      took.push(performance.now() - begun);
    }
    took.sort((a, b) => a - b);
    expect(took[10]).toBeLessThan(250);
    await Promise.all([publisher?.close(), consumer?.close()]);
  });

  it('commits, and takes over, also when the clock is set back', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => openEventLog({ kind: 'postgres', databaseUrl: database.url })),
    );
    const recorder = new Recorder();
    const options = { group: 'clock', topics: ['clock'], concurrency: 4, handle: recorder.handle };
    const first = await one!.subscribe(options);
    await two!.subscribe(options);
    await one!.publish(numbered('clock', 10, 4));
    await recorder.until(10);
    const clock = Date.now;
    const setBack = jest.spyOn(Date, 'now').mockImplementation(() => clock() - 3_600_000);
    try {
      await one!.publish(numbered('clock', 10, 4, 10));
      await recorder.until(20);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const isCommitted = async (): Promise<boolean> => {
        const { rows } = await client.query(`
          SELECT position = (SELECT max(position) FROM event_log.records WHERE topic = 'clock') AS all
          FROM event_log.offsets WHERE group_name = 'clock'`);
        return (rows as { all: boolean }[])[0]?.all === true;
      };
      await eventually(isCommitted, 5_000);
      await client.end();
      await first.stop();
      await one!.publish(numbered('clock', 10, 4, 20));
      await recorder.until(30, 5_000);
    } finally {
      setBack.mockRestore();
      await Promise.all([one!.close(), two!.close()]);
    }
  });
});
