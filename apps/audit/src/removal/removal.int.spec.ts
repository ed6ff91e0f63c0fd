import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction, openDatabase, poolOf } from '@usher/persistence';
import { testDatabase, type TestDatabase } from '@usher/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { Signer, SigningKeys } from '../chain/signing.js';
import { erase } from '../erasure/erase.js';
import { findPerson } from '../erasure/person.js';
import { Entries1764000000000 } from '../migrations/entries-1764000000000.js';
import { Ledger1764400000000 } from '../migrations/ledger-1764400000000.js';
import { append } from '../record/append.js';
import type { AuditEntry } from '../record/entry.js';
import { groupEntry, operationEntry, requestEntry } from '../record/from-event.js';
import { faultsOfChains } from '../testing/check-chains.js';
import { groupEvent, operationEvent, userEvent } from '../testing/events.js';
import { verifyLedger } from '../verify/verify-ledger.js';
import { expire } from './expire.js';
import { mark, takeMarked } from './marked.js';
import { alone } from './session.js';
import type { Act } from './settle.js';

let temporary: TestDatabase;
let database: DataSource;
let pool: Pool;
const keys = new SigningKeys(new Signer(randomBytes(32)));
const checkpoints = new Checkpoints(keys);

const DAY = 86_400_000;
const START = Date.parse('2026-01-20T12:00:00Z');

beforeEach(async () => {
  temporary = await testDatabase();
  const migrations = [Entries1764000000000, Ledger1764400000000];
  database = await openDatabase({ url: temporary.url, schema: 'audit', migrations, poolSize: 4 });
  pool = poolOf(database);
});

afterEach(async () => {
  await database.destroy();
  await temporary.drop();
});

const PEOPLE = ['ada', 'ben', 'cleo'];
const idOf = (name: string): string => `7f0c1a52-6f0e-4b0e-9d54-${String(PEOPLE.indexOf(name)).padStart(12, '0')}`;

function personEntry(name: string, at: number): AuditEntry {
  const user = { id: idOf(name), userName: name, externalId: `ext-${name}` };
  const changes = [{ path: 'emails', before: null, after: [{ value: `${name}@example.org` }] }];
  return requestEntry({ ...userEvent('user.updated', { user, changes }), time: new Date(at).toISOString() });
}

function membersEntry(names: string[], at: number): AuditEntry {
  const added = { count: names.length, values: names };
  return groupEntry({ ...groupEvent('group.updated', { added }), time: new Date(at).toISOString() });
}

function commonEntry(at: number): AuditEntry {
  return operationEntry({ ...operationEvent({ connection: null }), time: new Date(at).toISOString() });
}

const record = (...entries: AuditEntry[]) => inTransaction(pool, (client) => append(client, entries));

const act = (action: Act['action']): Act => ({
  ...{ action, actor: 'Alice', sourceIp: null, traceId: null },
  detailOf: (entries) => `${entries} entries`,
});

async function clear(sql: string, values: unknown[], now: number): Promise<void> {
  await alone(pool, 5000, async (client) => {
    const chains = await mark(client, { sql: `${sql} AND e.action NOT LIKE 'audit.%'`, values });
    const options = { act: act('audit.clear'), remember: true, checkpoints, now: () => new Date(now) };
    for (const chain of chains.keys()) await takeMarked(client, chain, options);
  });
}

async function eraseNamed(name: string, now: number): Promise<void> {
  await alone(pool, 5000, async (client) => {
    const found = await findPerson(client, { connection: 'default', resourceId: idOf(name) });
    if (found.found === 'one')
      await erase(client, found.person, { act: act('audit.erase'), checkpoints, now: () => new Date(now) });
  });
}

const expireAt = (days: number, now: number) =>
  alone(pool, 5000, (client) =>
    expire(client, {
      days: new Map(['default', '-'].map((chain) => [chain, days])),
      now: () => new Date(now),
      checkpoints,
    }),
  );

/** As the test's own walk has it, and as the service verifies. */
async function faults(): Promise<string[]> {
  const own = await faultsOfChains(pool);
  const steps = verifyLedger(pool, { keys });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  return step.value.fault === null ? own : [...own, JSON.stringify(step.value.fault)];
}

const count = async (where = 'true'): Promise<number> =>
  Number((await pool.query<{ n: string }>(`SELECT count(*) AS n FROM audit.entries WHERE ${where}`)).rows[0]?.n);

const keptOf = async (): Promise<number> =>
  Number((await pool.query<{ n: string }>('SELECT coalesce(sum(kept), 0) AS n FROM audit.statistics')).rows[0]?.n);

describe('what is taken out of the ledger', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('record' as const), late: fc.nat(20), name: fc.constantFrom(...PEOPLE) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('members' as const), names: fc.subarray(PEOPLE, { minLength: 1 }) }),
    },
    fc.record({ do: fc.constant('clear' as const), name: fc.constantFrom(...PEOPLE, '%') }),
    fc.record({ do: fc.constant('expire' as const), days: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ do: fc.constant('erase' as const), name: fc.constantFrom(...PEOPLE) }),
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }),
  );

  it('leaves chains that verify, and true totals, in whatever order entries come, are cleared, expire and are erased', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30, size: 'max' }), async (steps) => {
        await pool.query(
          'TRUNCATE audit.entries, audit.chains, audit.checkpoints, audit.removed, audit.erased, audit.cleared_ids, audit.statistics',
        );
        let now = START;
        for (const each of steps) {
          now += 1000;
          if (each.do === 'wait') now += each.days * DAY;
          if (each.do === 'record') await record(personEntry(each.name, now - each.late * DAY), commonEntry(now));
          if (each.do === 'members') await record(membersEntry(each.names, now));
          if (each.do === 'clear') await clear(`coalesce(e.user_name, '') LIKE $1`, [each.name], now);
          if (each.do === 'expire') await expireAt(each.days, now);
          if (each.do === 'erase') await eraseNamed(each.name, now);
          expect(await faults()).toEqual([]);
        }
        expect(await keptOf()).toBe(await count());
      }),
      { numRuns: 10 },
    );
  }, 240_000);

  it('goes in several transactions, each of which leaves chains that verify, and one tombstone', async () => {
    const entries = Array.from({ length: 4500 }, (_, i) => personEntry('ada', START + i));
    for (let i = 0; i < entries.length; i += 500) await record(...entries.slice(i, i + 500));
    const seen: number[] = [];
    await alone(pool, 5000, async (client) => {
      await mark(client, { sql: 'true', values: [] });
      let checks = Promise.resolve();
      await takeMarked(client, 'default', {
        ...{ act: act('audit.clear'), remember: true, checkpoints, now: () => new Date(START + DAY) },
        progress: ({ entries: sofar }) => {
          seen.push(sofar);
          checks = checks.then(async () => expect(await faults()).toEqual([]));
        },
      });
      await checks;
    });
    expect(seen).toEqual([2000, 4000, 4500]);
    expect(await count()).toBe(1);
    const { rows } = await pool.query<{ detail: string; execution: unknown }>('SELECT * FROM audit.entries');
    expect(rows[0]?.detail).toBe('4500 entries');
    expect(rows[0]?.execution).toMatchObject({ removed: { ranges: 1 } });
    expect(await faults()).toEqual([]);
  });

  it('broken off, leaves chains that verify, and tombstones for what is gone', async () => {
    const entries = Array.from({ length: 4500 }, (_, i) => personEntry(PEOPLE[i % 2] ?? '', START + i));
    for (let i = 0; i < entries.length; i += 500) await record(...entries.slice(i, i + 500));
    const broken = alone(pool, 5000, async (client) => {
      await mark(client, { sql: `e.user_name = 'ada'`, values: [] });
      await takeMarked(client, 'default', {
        ...{ act: act('audit.clear'), remember: true, checkpoints, now: () => new Date(START + DAY) },
        progress: () => {
          throw new Error('the power is off');
        },
      });
    });
    await expect(broken).rejects.toThrow('the power is off');
    expect(await count(`user_name = 'ada'`)).toBe(250);
    expect(await count(`action = 'audit.clear'`)).toBe(1);
    expect(await faults()).toEqual([]);
    await clear(`e.user_name = $1`, ['ada'], START + 2 * DAY);
    expect(await count(`user_name = 'ada'`)).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it("doesn't let a cleared event come back when it is delivered again", async () => {
    const entry = personEntry('ada', START);
    await record(entry);
    await clear('true', [], START);
    await record(entry);
    expect(await count(`id = '${entry.id}'`)).toBe(0);
  });
});

describe('retention', () => {
  const months = async (): Promise<string[]> =>
    (
      await pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relname LIKE 'entries\\_20__\\___' AND relkind = 'r' ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);

  it('drops whole months, takes the rest out by the entry, and leaves one tombstone in each chain', async () => {
    const days = Array.from({ length: 100 }, (_, i) => START + i * DAY);
    await record(...days.flatMap((at) => [personEntry('ada', at), commonEntry(at)]));
    expect(await months()).toHaveLength(4);
    await expireAt(30, START + 99 * DAY);
    expect(await months()).toEqual(['entries_2026_03', 'entries_2026_04']);
    expect(await count(`action NOT LIKE 'audit.%'`)).toBe(62);
    expect(
      await count(`action = 'audit.expire' AND detail = '69 entries older than 30 days ended with the retention'`),
    ).toBe(2);
    expect(await count(`action LIKE 'audit.%'`)).toBe(2);
    expect(await faults()).toEqual([]);
    expect(await keptOf()).toBe(await count());
  });

  it('takes the month out by the entry while somebody reads it, without waiting for the reader', async () => {
    await record(personEntry('ada', START), personEntry('ada', START + 60 * DAY));
    await inTransaction(pool, async (reader) => {
      await reader.query('SELECT FROM audit.entries');
      await expireAt(30, START + 60 * DAY);
    });
    expect(await count(`action NOT LIKE 'audit.%'`)).toBe(1);
    expect(await months()).toContain('entries_2026_01');
    expect(await faults()).toEqual([]);
  });

  it("leaves a quiet chain's records of earlier expiries as they are, instead of one more for each", async () => {
    await record(personEntry('ada', START));
    await expireAt(1, START + 2 * DAY);
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM audit.entries');
    await expireAt(1, START + 9 * DAY);
    await expireAt(1, START + 99 * DAY);
    expect(await count()).toBe(1);
    expect(await count(`id = '${rows[0]?.id}'`)).toBe(1);
    await record(personEntry('ada', START + 99 * DAY));
    await expireAt(1, START + 120 * DAY);
    expect(await count()).toBe(1);
    expect(await count(`detail LIKE '1 entry older than 1 day %'`)).toBe(1);
    expect(await faults()).toEqual([]);
  });

  it('waits for no reader and is done by one process at a time', async () => {
    await record(personEntry('ada', START));
    const [first, second] = await Promise.all([
      alone(pool, 0, () => new Promise((resolve) => setTimeout(resolve, 300))),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() => alone(pool, 0, () => Promise.resolve(randomUUID()))),
    ]);
    expect(first).toBeDefined();
    expect(second).toBeUndefined();
  });
});
