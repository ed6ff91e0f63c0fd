import { TOPICS } from '@usher/events';
import type { Candidate, Link } from '@usher/provisioning';
import { type EventParts, userEvent, WorkDatabase } from '../testing/work-database.js';
import { ClaimsRepository } from '../work/claims.repository.js';
import { WorkQueue } from '../work/work-queue.js';
import type { ClaimedWork } from '../work/work-row.js';
import type { EndRecord } from './end-record.js';
import { LinkRepository } from './link.repository.js';

let db: WorkDatabase;
let repository: LinkRepository;
let queue: WorkQueue;

beforeEach(async () => {
  db = await WorkDatabase.open();
  for (const id of ['a', 'b']) await db.addTarget(id);
  repository = new LinkRepository(db.pool);
  queue = new WorkQueue(db.pool);
}, 30_000);
afterEach(() => db.close());

const key = { targetId: 'a', scimId: 'x' };

/** The row of this event in site a, or of the site. */
async function claimed(parts: Partial<EventParts> = {}, targetId = 'a'): Promise<ClaimedWork> {
  await queue.intake(userEvent({ id: 'x', ...parts }));
  return (await claim(targetId)).at(-1)!;
}

const claim = (targetId = 'a') => new ClaimsRepository(db.pool, 'worker').claim(targetId, 10, [0, 1, 2]);

function link(revision: number): Link {
  return {
    ...{ wordpressId: 7, login: 'jane', revision, causeId: `x/${revision}`, status: 'active', stateHash: 'hash' },
    fields: { user_email: 'jane@x.org', display_name: 'Jané "J" \u0000' },
  };
}

function end(row: ClaimedWork, more: Partial<EndRecord> = {}): EndRecord {
  const message = { topic: 'outcomes', key: 'k', headers: { ce_id: `${row.eventId}@${row.targetId}` }, value: '{}' };
  return {
    ...{ targetId: row.targetId, connection: row.connection, scimId: row.scimId, userName: 'jane' },
    ...{ revision: row.revision, work: { id: row.id, eventId: row.eventId, jobId: row.jobId } },
    ...{ link: link(row.revision), candidates: null, outcome: { type: 'succeeded', message } },
    deadLetter: { code: 'email_taken', reason: 'Taken.' },
    ...{ holdAs: null, deletion: 'none', settled: null, predecessor: null },
    ...more,
  };
}

async function count(table: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row!.count;
}

describe('the end of a row of work', () => {
  it('gives back the link that was recorded, and null for what was not', async () => {
    await repository.record([end(await claimed())]);
    expect(await repository.load([{ targetId: 'a', scimId: 'unknown' }, key])).toEqual([null, link(1)]);
    expect((await claimed({ revision: 2 })).link).toEqual(link(1));
  });

  it('never lets an older revision overwrite a newer one, but tells its outcome', async () => {
    await repository.record([end(await claimed({ revision: 3 }))]);
    await repository.record([end(await claimed({ revision: 2 }))]);
    expect(await repository.load([key])).toEqual([link(3)]);
    expect(await count('event_log.outbox')).toBe(2);
  });

  it('is all there or not at all: link, dead letter, outcome, and the row gone', async () => {
    const row = await claimed();
    await db.rows(`ALTER TABLE event_log.outbox ADD CHECK (topic <> 'outcomes')`);
    await expect(repository.record([end(row)])).rejects.toThrow(/violates check/);
    expect(await repository.load([key])).toEqual([null]);
    expect([await count('provisioner.dead_letters'), await count("provisioner.work WHERE target_id = 'a'")]).toEqual([
      0, 1,
    ]);
    await db.rows('ALTER TABLE event_log.outbox DROP CONSTRAINT outbox_topic_check');
    await repository.record([end(row)]);
    expect([await count('provisioner.dead_letters'), await count("provisioner.work WHERE target_id = 'a'")]).toEqual([
      1, 0,
    ]);
  });

  it('is told once, though two processes come to it', async () => {
    const row = await claimed();
    await Promise.all([repository.record([end(row)]), repository.record([end(row)])]);
    await repository.record([end(row)]);
    expect([await count('event_log.outbox'), await count('provisioner.dead_letters')]).toEqual([1, 1]);
  });

  it('keeps the accounts among which is to be chosen, as long as that is so', async () => {
    const candidates: Candidate[] = [
      { id: 7, login: 'jane', email: 'jane@x.org', administrator: false, by: { by: 'login', value: 'jane' } },
    ];
    const ambiguous: Link = { ...link(1), status: 'ambiguous' };
    await repository.record([end(await claimed(), { link: ambiguous, candidates })]);
    expect(await db.rows('SELECT status, candidates::json FROM provisioner.links')).toEqual([
      { status: 'ambiguous', candidates },
    ]);
    await repository.record([end(await claimed({ revision: 2 }))]);
    expect(await db.rows('SELECT status, candidates FROM provisioner.links')).toEqual([
      { status: 'active', candidates: null },
    ]);
  });
});

describe('a departure that is held', () => {
  const hold = async (revision: number) => {
    const held: Link = { ...link(revision), status: 'held' };
    const row = await claimed({ revision, active: false });
    await repository.record([end(row, { link: held, holdAs: `held-${revision}`, deadLetter: null })]);
    return row;
  };
  const rows = () => db.rows(`SELECT event_id, held FROM provisioner.work WHERE target_id = 'a' ORDER BY id`);

  it('has its outcome, and stays in the queue where no worker takes it', async () => {
    const row = await hold(2);
    expect(await count('event_log.outbox')).toBe(1);
    expect(await rows()).toEqual([{ event_id: 'held-2', held: true }]);
    expect(await claim()).toEqual([]);
    await repository.record([end(row)]);
    expect(await rows()).toHaveLength(1);
  });

  it('does not keep later events of the user back, and is superseded by them', async () => {
    await hold(2);
    const later = await claimed({ revision: 3 });
    expect(later.revision).toBe(3);
    await repository.record([end(later)]);
    expect(await rows()).toEqual([]);
  });

  it('is not superseded by an event that came too late', async () => {
    await hold(3);
    const stale = await claimed({ revision: 2 });
    const { message } = end(stale).outcome!;
    await repository.record([end(stale, { link: null, outcome: { type: 'stale', message } })]);
    expect(await rows()).toHaveLength(1);
  });

  it('is not superseded by a copy of its own event, of which there is nothing to tell', async () => {
    await hold(2);
    const copy = await claimed({ revision: 2, type: 'user.resynced', eventId: 'copy' });
    await repository.record([end(copy, { link: null, outcome: null, deadLetter: null })]);
    expect(await rows()).toEqual([{ event_id: 'held-2', held: true }]);
  });
});

describe('a deletion on its day', () => {
  const leave = async (revision: number) => {
    await repository.record([end(await claimed({ revision, active: false }), { deletion: { afterDays: 30 } })]);
  };
  const due = () =>
    db.rows<{ due_at: Date; revision: string }>(`SELECT due_at, revision FROM provisioner.work WHERE kind = 'due'`);

  it('is scheduled once; another event of a user who is away does not put it off', async () => {
    await leave(1);
    const [first] = await due();
    expect(first!.due_at.getTime() - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    await leave(2);
    expect(await due()).toEqual([{ due_at: first!.due_at, revision: '2' }]);
    expect(await claim()).toEqual([]);
  });

  it('is cancelled by the return of the user', async () => {
    await leave(1);
    await repository.record([end(await claimed({ revision: 2 }))]);
    expect(await due()).toEqual([]);
  });

  it('is off when another has the account, and who had it has none', async () => {
    await leave(1);
    const heir = await claimed({ id: 'anew' });
    await repository.record([end(heir, { predecessor: 'x' })]);
    expect(await due()).toEqual([]);
    expect(await repository.load([key])).toMatchObject([{ wordpressId: null, login: null, status: 'deleted' }]);
    expect(await repository.load([{ ...key, scimId: 'anew' }])).toMatchObject([{ wordpressId: 7 }]);
  });

  it('stays when an older event of the user ends late', async () => {
    await leave(2);
    await repository.record([end(await claimed({ revision: 1 }))]);
    expect(await due()).toHaveLength(1);
  });

  it('waits for a state of the user that is newer and not applied yet', async () => {
    await leave(1);
    await db.rows(`UPDATE provisioner.work SET due_at = now() WHERE kind = 'due'`);
    expect(await claim()).toMatchObject([{ kind: 'due', revision: 1, outdated: false }]);
    await queue.intake(userEvent({ id: 'x', revision: 2 }));
    await db.rows('UPDATE provisioner.work SET lease_until = NULL');
    expect(await claim()).toMatchObject([
      { kind: 'due', outdated: true },
      { kind: 'event', revision: 2 },
    ]);
  });
});

describe('who waits for all sites', () => {
  it('hears once the last of them is through, with what each did, also when both end together', async () => {
    const one = await claimed({ awaited: true });
    const [other] = await claim('b');
    const settled = (result: string) => JSON.stringify({ target: { id: result, name: result }, result });
    await repository.record([end(one, { settled: settled('rejected') })]);
    await repository.record([end(one, { settled: settled('rejected') })]);
    expect(await db.told(TOPICS.settlements)).toEqual([]);
    await repository.record([end(other!, { settled: settled('succeeded') })]);
    const [event, ...more] = await db.told(TOPICS.settlements);
    expect(more).toEqual([]);
    expect(event!.data).toMatchObject({ causeId: 'x/1', targets: [{ result: 'rejected' }, { result: 'succeeded' }] });

    const together = await claimed({ revision: 2, awaited: true });
    const [too] = await claim('b');
    await repository.record([end(together, { settled: settled('stale') }), end(too!, { settled: settled('held') })]);
    expect((await db.told(TOPICS.settlements))[1]!.data).toMatchObject({ causeId: 'x/2', targets: [{}, {}] });
  });
});

describe('a job', () => {
  it('knows what came of its rows', async () => {
    await finishAll();
    const request = { targetId: 'a', connection: '*', scimIds: 'all', kind: 'resync', jobId: 'job' } as const;
    await queue.enqueueLatest(db.pool, request);
    const [first, second, third] = await claim();
    await repository.record([end(first!), end(second!)]);
    await repository.record([end(third!, { outcome: null })]);
    expect(await queue.jobCounts('job')).toMatchObject({ left: { waiting: 0 }, outcomes: { succeeded: 2, done: 1 } });
  });

  async function finishAll(): Promise<void> {
    for (const id of ['x', 'y', 'z']) await queue.intake(userEvent({ id }));
    await db.rows('DELETE FROM provisioner.work');
  }
});

describe('a user who is gone for good', () => {
  const gone = (connection = 'default') => repository.isGone(key, connection);

  it('is one whom this directory has deleted, when nothing is left to do about it but to delete the account later', async () => {
    await repository.record([end(await claimed({ active: false }))]);
    expect(await gone()).toBe(false);
    const deletion = await claimed({ revision: 2, deleted: true });
    expect(await gone()).toBe(false);
    await repository.record([end(deletion, { deletion: { afterDays: 30 } })]);
    expect(await gone()).toBe(true);
    expect(await gone('another')).toBe(false);
  });

  it('is none whose departure waits for approval, and none of whom nobody knows', async () => {
    expect(await gone()).toBe(false);
    await repository.record([end(await claimed())]);
    await repository.record([end(await claimed({ revision: 2, deleted: true }), { holdAs: 'held' })]);
    expect(await gone()).toBe(false);
  });
});
