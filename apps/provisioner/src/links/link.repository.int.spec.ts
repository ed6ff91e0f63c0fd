import { openEventLogDatabase } from '@usher/event-log';
import type { Link } from '@usher/provisioning';
import { testDatabase, type TestDatabase } from '@usher/testing';
import { ProvisionerDatabase } from '../database.js';
import { type EndRecord, LinkRepository } from './link.repository.js';

let postgres: TestDatabase;
let database: ProvisionerDatabase;
let repository: LinkRepository;

beforeEach(async () => {
  postgres = await testDatabase();
  await (await openEventLogDatabase(postgres.url, 'test')).destroy();
  database = await ProvisionerDatabase.open(postgres.url);
  repository = new LinkRepository(database.pool);
}, 30_000);
afterEach(async () => {
  await database.onApplicationShutdown();
  await postgres.drop();
});

const key = { targetId: 'default', scimId: 'scim-1' };

function link(revision: number): Link {
  return {
    ...{ wordpressId: 7, login: 'jane', revision, causeId: `event-${revision}`, status: 'active', stateHash: 'hash' },
    fields: { user_email: 'jane@x.org', display_name: 'Jané "J" \u0000' },
  };
}

function end(revision: number): EndRecord {
  return {
    ...{ ...key, userName: 'jane', link: link(revision) },
    message: { topic: 'outcomes', key: 'k', headers: { ce_id: `outcome-${revision}` }, value: '{}' },
    deadLetter: { causeId: `event-${revision}`, revision, code: 'email_taken', reason: 'Taken.' },
  };
}

async function count(table: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return rows[0]!.count;
}

describe('the table of links', () => {
  it('gives back what was recorded, and null for what was not', async () => {
    await repository.record([end(1)]);
    expect(await repository.load([{ targetId: 'default', scimId: 'unknown' }, key])).toEqual([null, link(1)]);
  });

  it('never lets an older revision overwrite a newer one, but tells its outcome', async () => {
    await repository.record([end(3)]);
    await repository.record([end(2)]);
    expect(await repository.load([key])).toEqual([link(3)]);
    expect(await count('event_log.outbox')).toBe(2);
  });

  it('writes link, dead letter and outcome together or not at all', async () => {
    await database.pool.query(`ALTER TABLE event_log.outbox ADD CHECK (topic <> 'outcomes')`);
    await expect(repository.record([end(1)])).rejects.toThrow(/violates check/);
    expect(await repository.load([key])).toEqual([null]);
    expect(await count('provisioner.dead_letters')).toBe(0);
  });

  it('keeps one dead letter of an event that is recorded twice', async () => {
    await repository.record([end(1)]);
    await repository.record([end(1)]);
    expect(await count('provisioner.dead_letters')).toBe(1);
  });
});
