import { poolOf } from '@usher/persistence';
import { testDatabase, type TestDatabase } from '@usher/testing';
import type { DataSource } from 'typeorm';
import { numbered, Recorder } from '../contract/recorder.js';
import { openEventLogDatabase } from '../nest/runtime.js';
import { PostgresEventLog } from './event-log.js';
import { deleteOldRecords } from './retention.js';

const DAY = 24 * 60 * 60 * 1000;

describe('the retention of the PostgreSQL log', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let log: PostgresEventLog;

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openEventLogDatabase(database.url, 'retention');
    log = new PostgresEventLog({ pool: poolOf(dataSource), databaseUrl: database.url, clientId: 'retention' });
  });

  afterEach(async () => {
    await log.close();
    await dataSource.destroy();
    await database.drop();
  });

  function deleteAfter(days: number): Promise<number> {
    return deleteOldRecords(poolOf(dataSource), new Date(Date.now() + days * DAY));
  }

  it('deletes what is older than a week and passed by every known group', async () => {
    await log.publish(numbered('t', 10, 2));
    const recorder = new Recorder();
    const one = await log.subscribe({ group: 'one', topics: ['t'], concurrency: 4, handle: recorder.handle });
    await recorder.until(10);
    await one.stop();
    expect(await deleteAfter(6)).toBe(0);
    expect(await deleteAfter(8)).toBe(10);
  });

  it('keeps what a known group has not finished, however old', async () => {
    await log.publish(numbered('t', 10, 1));
    const stuck = await log.subscribe({
      group: 'stuck',
      topics: ['t'],
      concurrency: 1,
      handle: async ({ value }) => {
        if (value === '4') throw new Error('for ever');
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stuck.stop();
    expect(await deleteAfter(100)).toBe(4);
  });

  it('keeps the records of a group that has finished none yet', async () => {
    await log.publish(numbered('t', 3, 1));
    const hanging = await log.subscribe({
      group: 'slow',
      topics: ['t'],
      concurrency: 1,
      handle: () => Promise.reject(new Error('no')),
    });
    await hanging.stop();
    expect(await deleteAfter(100)).toBe(0);
  });

  it('goes on with the next record after all older ones are deleted', async () => {
    await log.publish(numbered('t', 3, 1));
    const recorder = new Recorder();
    const first = await log.subscribe({ group: 'one', topics: ['t'], concurrency: 1, handle: recorder.handle });
    await recorder.until(3);
    await first.stop();
    await deleteAfter(8);
    await log.publish(numbered('t', 1, 1, 3));
    await log.subscribe({ group: 'one', topics: ['t'], concurrency: 1, handle: recorder.handle });
    await recorder.until(4);
    expect(recorder.values).toEqual(['0', '1', '2', '3']);
  });
});
