import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeadLetterError } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import type { Pool } from 'pg';
import { IntakeRepository } from '../intake/intake.repository.js';
import { type EventParts, userEvent, WorkDatabase } from '../testing/work-database.js';
import { ClaimsRepository } from './claims.repository.js';
import { WorkQueue } from './work-queue.js';

let db: WorkDatabase;
let queue: WorkQueue;
let woken: string[];

beforeEach(async () => {
  db = await WorkDatabase.open();
  await db.addTarget('a');
  queue = new WorkQueue(db.pool);
  woken = [];
  queue.onWake((targetId) => woken.push(targetId));
}, 30_000);
afterEach(() => db.close());

const take = (parts: EventParts, express = false) => queue.intake(userEvent(parts), express);
const worker = () => new ClaimsRepository(db.pool, randomUUID());
const claim = (targetId = 'a', limit = 100) => worker().claim(targetId, limit, [0, 1, 2]);
const names = async (targetId = 'a', limit = 100) =>
  (await claim(targetId, limit)).map(({ scimId, revision }) => `${scimId}${revision}`);
const expire = () => db.rows(`UPDATE provisioner.work SET lease_until = now() - interval '1 s'`);
const finish = (ids: string[]) => db.rows('DELETE FROM provisioner.work WHERE id = ANY ($1::bigint[])', [ids]);

describe('taking events in', () => {
  it('puts an event into the queue of every site that its connection feeds, and of no other', async () => {
    await db.addTarget('b');
    await db.addTarget('everybody', '*');
    await db.addTarget('other', 'elsewhere');
    await db.addTarget('removed');
    await db.rows(`UPDATE provisioner.targets SET deleted_at = now() WHERE id = 'removed'`);
    await take({ id: 'x' });
    const rows = await db.rows<{ target_id: string }>('SELECT target_id FROM provisioner.work ORDER BY 1');
    expect(rows.map(({ target_id }) => target_id)).toEqual(['a', 'b', 'everybody']);
    expect(woken.sort()).toEqual(['a', 'b', 'everybody']);
  });

  it('adds nothing for an event that was taken in before, whatever became of it', async () => {
    await take({ id: 'x' });
    await Promise.all([take({ id: 'x' }), take({ id: 'x' }, true)]);
    const [row, ...more] = await claim();
    expect(more).toEqual([]);
    await finish([row!.id]);
    await take({ id: 'x' });
    expect(await claim()).toEqual([]);
  });

  it('takes the same event from both topics at once for one, ahead of what waits', async () => {
    await take({ id: 'x' });
    await Promise.all([take({ id: 'y', revision: 2 }), take({ id: 'y', revision: 2 }, true)]);
    expect(await names()).toEqual(['y2', 'x1']);
  });

  it('brings forward what waits already when its copy comes on the express', async () => {
    await take({ id: 'x' });
    await take({ id: 'y', revision: 2 });
    await take({ id: 'y', revision: 2 }, true);
    expect(await names()).toEqual(['y2', 'x1']);
  });

  it('works on a state again when the directory sends it anew, and that only once', async () => {
    await take({ id: 'x' });
    await finish((await claim()).map(({ id }) => id));
    await take({ id: 'x', type: 'user.resynced', eventId: 'resync-1' });
    await finish((await claim()).map(({ id }) => id));
    await take({ id: 'x', type: 'user.resynced', eventId: 'resync-1' });
    expect(await claim()).toEqual([]);
    await take({ id: 'x', type: 'user.resynced', eventId: 'resync-2' });
    expect(await claim()).toMatchObject([{ eventId: 'resync-2', type: 'user.resynced', revision: 1 }]);
  });

  it('refuses an event that the database can not hold, and takes those that came with it', async () => {
    const results = await Promise.allSettled([take({ id: 'x' }), take({ id: 'bad\u0000' }), take({ id: 'y' })]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(DeadLetterError);
    expect(await names()).toEqual(['x1', 'y1']);
  });

  it('loses no event between the filling of a new site and the events that find it there', async () => {
    const [taking, filling] = [await db.pool.connect(), await db.pool.connect()];
    await taking.query('BEGIN');
    const arrival = { event: userEvent({ id: 'x' }), express: false };
    await new IntakeRepository(taking as unknown as Pool).takeIn([arrival]);
    await db.addTarget('new');
    await filling.query('BEGIN');
    const request = { targetId: 'new', connection: 'default', scimIds: 'all', kind: 'resync' } as const;
    const filled = queue.enqueueLatest(filling, request);
    const late = Promise.race([filled, sleep(100, 'waits')]);
    expect(await late).toBe('waits');
    await taking.query('COMMIT');
    expect(await filled).toBe(1);
    const next = take({ id: 'y' });
    await filling.query('COMMIT');
    await next;
    taking.release();
    filling.release();
    expect(await names('new')).toEqual(['y1', 'x1']);
  });
});

describe('giving work out', () => {
  it('gives each row to one worker, until its lease has run out', async () => {
    for (const id of ['x', 'y', 'z']) await take({ id });
    const [one, other] = await Promise.all([claim('a', 2), claim('a', 2)]);
    const ids = [...one, ...other].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await claim();
    expect(await names()).toEqual([]);
    await expire();
    expect(await names()).toEqual(['x1', 'y1', 'z1']);
  });

  it("gives a user's events one by one in their order, also while the first is tried again later", async () => {
    await take({ id: 'x' });
    await take({ id: 'x', revision: 2 });
    const one = worker();
    const [first, ...more] = await one.claim('a', 10, [0, 1, 2]);
    expect([first!.revision, more]).toEqual([1, []]);
    expect(await names()).toEqual([]);
    await one.postpone([{ id: first!.id, afterMs: 60_000, error: 'The site is down.' }]);
    expect(await names()).toEqual([]);
    await finish([first!.id]);
    expect(await names()).toEqual(['x2']);
  });

  it('gives leavers first, also before older events of the same user', async () => {
    await take({ id: 'x' });
    await take({ id: 'y' });
    await take({ id: 'y', revision: 2, active: false }, true);
    expect(await names('a', 2)).toEqual(['y2', 'x1']);
  });

  it('gives back at once what a process lets go, and counts no attempt', async () => {
    await take({ id: 'x' });
    const one = worker();
    const [row] = await one.claim('a', 10, [0, 1, 2]);
    await worker().postpone([{ id: row!.id, afterMs: 0, error: null }]);
    expect(await claim()).toEqual([]);
    await one.postpone([{ id: row!.id, afterMs: 0, error: null }]);
    expect(await claim()).toMatchObject([{ id: row!.id, attempts: 0 }]);
  });

  it('renews the lease of who is still at it', async () => {
    await take({ id: 'x' });
    const one = worker();
    const [row] = await one.claim('a', 10, [0, 1, 2]);
    await expire();
    await one.renew([row!.id]);
    expect(await claim()).toEqual([]);
  });
});

describe('putting latest states into the queue', () => {
  const enqueue = (scimIds: string[] | 'all', targetId = 'b') =>
    queue.enqueueLatest(db.pool, { targetId, connection: '*', scimIds, kind: 'resync' });

  beforeEach(async () => {
    await take({ id: 'x' });
    await take({ id: 'x', revision: 2 });
    await take({ id: 'y', connection: 'elsewhere' });
    await take({ id: 'gone', revision: 3, deleted: true, active: false });
  });

  it('takes the latest of each user under an id of its own, and leaves out those who are gone', async () => {
    expect(await enqueue('all')).toBe(2);
    const rows = await claim('b');
    expect(rows.map(({ scimId, revision }) => `${scimId}${revision}`).sort()).toEqual(['x2', 'y1']);
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(2);
    expect(rows.map(({ data }) => (JSON.parse(data!) as { user: { id: string } }).user.id).sort()).toEqual(['x', 'y']);
  });

  it('takes deleted users of whom the site has something', async () => {
    await db.rows(`INSERT INTO provisioner.links (target_id, scim_id, user_name, revision, cause_id, status)
      VALUES ('b', 'gone', 'gone', 2, 'c', 'active')`);
    expect(await enqueue('all')).toBe(3);
  });

  it('adds nobody twice of whom the same waits, and says how many it added', async () => {
    expect(await enqueue(['x'])).toBe(1);
    expect(await enqueue(['x', 'y', 'unknown'])).toBe(1);
    await claim('b');
    expect(await enqueue(['x', 'y'])).toBe(2);
  });

  it('adds nothing when the transaction around it is rolled back', async () => {
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await queue.enqueueLatest(client, { targetId: 'b', connection: '*', scimIds: ['x'], kind: 'replay' });
    await client.query('ROLLBACK');
    client.release();
    expect(await claim('b')).toEqual([]);
  });

  it('goes behind events, and a choice with them', async () => {
    await queue.enqueueLatest(db.pool, { targetId: 'a', connection: '*', scimIds: ['y'], kind: 'resync' });
    const options = { chosen: { wordpressId: 7 } };
    await queue.enqueueLatest(db.pool, { targetId: 'a', connection: '*', scimIds: ['y'], kind: 'chosen', options });
    const rows = await claim('a');
    expect(rows.map(({ kind }) => kind)).toEqual(['event', 'event', 'chosen', 'resync']);
    expect(rows[2]!.options).toEqual(options);
  });
});

describe('what is in the queue', () => {
  it('is counted for each site and each job', async () => {
    await take({ id: 'x' });
    await take({ id: 'y' });
    await db.rows(`UPDATE provisioner.work SET held = true WHERE scim_id = 'y'`);
    const request = { targetId: 'a', connection: '*', scimIds: ['x'], kind: 'resync' } as const;
    await queue.enqueueLatest(db.pool, { ...request, jobId: 'job-1' });
    expect((await queue.counts('a')).get('a')).toMatchObject({ waiting: 2, failed: 0, held: 1, scheduled: 0 });
    expect((await queue.counts('b')).get('b')).toMatchObject({ waiting: 0, oldest: null });
    expect(await queue.jobCounts('job-1')).toMatchObject({ left: { waiting: 1 }, outcomes: {} });
    expect(await queue.dropJob(db.pool, 'job-1')).toBe(1);
    expect((await queue.counts('a')).get('a')).toMatchObject({ waiting: 1 });
  });
});

describe('who waits for an event', () => {
  it('hears at once when no site is fed', async () => {
    await take({ id: 'x', connection: 'nowhere', awaited: true });
    expect(await db.told(TOPICS.settlements)).toMatchObject([
      {
        type: 'user.settled',
        data: { connection: 'nowhere', causeId: 'x/1', targets: [], user: { id: 'x', revision: 1 } },
      },
    ]);
  });

  it('hears of a site that was removed', async () => {
    await take({ id: 'x', awaited: true });
    expect(await db.told(TOPICS.settlements)).toEqual([]);
    await queue.dropTarget(db.pool, { id: 'a', name: 'Site A' });
    expect(await db.told(TOPICS.settlements)).toMatchObject([
      { data: { causeId: 'x/1', targets: [{ target: { id: 'a' }, result: 'skipped', code: 'target_removed' }] } },
    ]);
  });
});
