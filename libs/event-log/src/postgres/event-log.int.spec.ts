import { testDatabase, type TestDatabase } from '@usher/testing';
import { describeEventLogContract } from '../contract/event-log.contract.js';

describe('the event log in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  describeEventLogContract(() => ({ kind: 'postgres', databaseUrl: database.url }));
});
