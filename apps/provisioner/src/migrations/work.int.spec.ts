import { openEventLogDatabase } from '@usher/event-log';
import { DIRECTORY_REQUEST, type OperationEventData } from '@usher/events';
import { openDatabase } from '@usher/persistence';
import { testDatabase, type TestDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { ProvisionerDatabase } from '../database.js';
import { CreateProvisioner1764000000000 } from './1764000000000-create-provisioner.js';

let postgres: TestDatabase;

beforeEach(async () => {
  postgres = await testDatabase();
});
afterEach(() => postgres.drop());

describe('the migration to the queue of work', () => {
  it('keeps the links and dead letters of before', async () => {
    const migrations = [CreateProvisioner1764000000000];
    const before = await openDatabase({ url: postgres.url, schema: 'provisioner', migrations });
    await before.query(`INSERT INTO provisioner.links VALUES
      ('default', 'x', 'jane', 7, 'jane', 3, 'event-3', 'rejected', '{"user_email":"jane@x.org"}', 'hash')`);
    await before.query(`INSERT INTO provisioner.dead_letters (target_id, scim_id, user_name, revision, cause_id, code, reason)
      VALUES ('default', 'x', 'jane', 3, 'event-3', 'email_taken', 'Taken.')`);
    await before.destroy();

    const after = await ProvisionerDatabase.open(postgres.url);
    const { rows: links } = await after.pool.query('SELECT * FROM provisioner.links');
    expect(links).toMatchObject([
      { scim_id: 'x', status: 'rejected', fields: '{"user_email":"jane@x.org"}', candidates: null },
    ]);
    const { rows: letters } = await after.pool.query('SELECT * FROM provisioner.dead_letters');
    expect(letters).toMatchObject([{ cause_id: 'event-3', code: 'email_taken' }]);
    for (const status of ['without_roles', 'ambiguous', 'held']) {
      await after.pool.query('UPDATE provisioner.links SET status = $1', [status]);
    }
    await expect(after.pool.query(`UPDATE provisioner.links SET status = 'lost'`)).rejects.toThrow(/violates check/);
    await after.onApplicationShutdown();
  });
});

describe('the migration to states of users', () => {
  const asked = async (pool: Pool) =>
    (await pool.query<{ value: string }>('SELECT value FROM event_log.outbox')).rows.map(
      ({ value }) => JSON.parse(value) as OperationEventData,
    );
  const eventLog = async () => (await openEventLogDatabase(postgres.url, 'test')).destroy();

  it('asks the directory once for the users whose accounts are known', async () => {
    await eventLog();
    const migrations = [CreateProvisioner1764000000000];
    const before = await openDatabase({ url: postgres.url, schema: 'provisioner', migrations });
    await before.query(`INSERT INTO provisioner.links VALUES
      ('default', 'x', 'jane', 7, 'jane', 3, 'event-3', 'active', NULL, 'hash'),
      ('default', 'y', 'joan', 8, 'joan', 3, 'event-4', 'inactive', NULL, 'hash'),
      ('default', 'z', 'gone', NULL, NULL, 3, 'event-5', 'deleted', NULL, 'hash')`);
    await before.destroy();
    for (let starts = 0; starts < 2; starts += 1) {
      const after = await ProvisionerDatabase.open(postgres.url);
      expect(await asked(after.pool)).toMatchObject([
        { action: DIRECTORY_REQUEST, detail: expect.stringContaining('2 users'), status: 'succeeded' },
      ]);
      await after.onApplicationShutdown();
    }
  });

  it('asks for nobody where there are no accounts', async () => {
    await eventLog();
    const fresh = await ProvisionerDatabase.open(postgres.url);
    expect(await asked(fresh.pool)).toEqual([]);
    await fresh.onApplicationShutdown();
  });
});
