import { Logger } from '@nestjs/common';
import { FakeSite } from '../testing/fake-site.js';
import { ORIGIN, SiteBench } from '../testing/site-bench.js';
import type { DriftView } from './drift.repository.js';
import { ReconcileJob, type ReconcileMode } from './reconcile.job.js';
import { RepairJob, type RepairOptions } from './repair.job.js';
import { Repairs } from './repairs.js';
import { ReconcileSchedule } from './schedule.js';

let site: FakeSite;
let bench: SiteBench;
let begin: (kind: 'reconcile' | 'repair', options: object) => Promise<string>;

beforeEach(async () => {
  Logger.overrideLogger(false);
  site = new FakeSite();
  bench = await SiteBench.open(site);
  const { targets, directory, drift, queue } = bench;
  const repairs = new Repairs(queue);
  const handlers = [
    new ReconcileJob(targets, directory, drift, repairs, queue),
    new RepairJob(targets, drift, repairs, queue),
  ];
  const runner = bench.runner(handlers);
  runner.onApplicationBootstrap();
  begin = async (kind, options) => {
    const answer = await bench.starter(runner).start({ targetId: 'blog', kind, options, origin: ORIGIN });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value.id;
  };
});
afterEach(() => bench.close());

/** To the end of the job, the repairs that it asks for included. */
async function reconcile(mode: ReconcileMode = 'policy') {
  const id = await begin('reconcile', { mode });
  return end(id);
}

async function end(id: string) {
  await bench.until(id, ({ state, counts }) => state !== 'running' || (counts.waiting ?? 0) > 0);
  await bench.workOff();
  return bench.until(id);
}

const findings = (state?: string): Promise<DriftView[]> =>
  bench.drift.list({ targetId: 'blog', after: 0, limit: 500, ...(state === undefined ? {} : { state }) });

async function short(state?: string) {
  const found = await findings(state);
  return found.map(({ scimId, login, group, path }) => `${group} ${path} of ${scimId ?? login}`).sort();
}

describe('a comparison of a site with the directory', () => {
  it('finds nothing in a site that is as wanted', async () => {
    await bench.tell('jane');
    await bench.tell('joe', { active: false });
    await bench.provisionAll();
    expect(await reconcile()).toMatchObject({ state: 'done', counts: { linked: 1, unsettled: 0 } });
    expect(await findings()).toEqual([]);
  });

  it('finds each thing that a person changed, by its path, with what is wanted and what is there', async () => {
    for (const id of ['name', 'mail', 'shut', 'open', 'gone', 'fine']) await bench.tell(id);
    await bench.provisionAll();
    await bench.tell('open', { revision: 2, active: false });
    await bench.provisionAll();
    site.edit('name', { names: { display_name: 'Somebody Else' } });
    site.edit('mail', { names: { user_email: 'other@example.org' } });
    site.edit('shut', { active: false });
    site.edit('open', { active: true });
    site.accountsById.delete(site.of('gone')!.id);
    const hand = site.add({ login: 'by-hand' });

    await reconcile();
    expect(await short()).toEqual([
      ...['access active of open', 'access active of shut', 'email user_email of mail', 'missing account of gone'],
      ...['profile display_name of name', 'unlinked account of by-hand'],
    ]);
    const found = await findings();
    expect(found.find(({ group }) => group === 'profile')).toMatchObject({
      ...{ wanted: 'name-name', found: 'Somebody Else', userName: 'name-name', state: 'open' },
    });
    expect(found.find(({ scimId }) => scimId === 'open')).toMatchObject({ wanted: false, found: true });
    expect(found.find(({ group }) => group === 'missing')).toMatchObject({
      ...{ wanted: { login: 'name-gone', email: 'gone@example.org' }, found: null },
    });
    expect(found.find(({ group }) => group === 'unlinked')).toMatchObject({ wordpressId: hand.id, scimId: null });
  });

  it('leaves alone what is only to be reported', async () => {
    await bench.tell('jane');
    await bench.provisionAll();
    site.edit('jane', { names: { display_name: 'Other' } });
    await reconcile();
    expect(site.of('jane')?.fields.display_name).toBe('Other');
    expect(await bench.workOff()).toBe(0);
  });

  it('puts right what the policy of its group wants put right, and nothing besides', async () => {
    bench.settings = { drift: { on: { profile: 'repair', missing: 'repair', email: 'report' } } };
    for (const id of ['jane', 'gone']) await bench.tell(id);
    await bench.provisionAll();
    site.edit('jane', { names: { display_name: 'Other', user_email: 'other@example.org' } });
    site.accountsById.delete(site.of('gone')!.id);

    expect(await reconcile()).toMatchObject({ state: 'done', counts: { queued: 2, succeeded: 2 } });
    expect(site.of('jane')?.fields).toMatchObject({ display_name: 'name-jane', user_email: 'other@example.org' });
    expect(site.of('gone')).toMatchObject({ login: 'name-gone', active: true });
    expect(await short('repaired')).toEqual(['missing account of gone', 'profile display_name of jane']);
    expect(await short()).toEqual(['email user_email of jane']);
  });

  it('repairs what waits for a word when it is given, for the findings it is given for', async () => {
    bench.settings = { drift: { on: { profile: 'ask' } } };
    for (const id of ['jane', 'joe']) await bench.tell(id);
    await bench.provisionAll();
    for (const id of ['jane', 'joe']) site.edit(id, { names: { display_name: 'Other' } });
    await reconcile();
    const asked = await findings('asked');
    expect(asked).toHaveLength(2);

    const options: RepairOptions = { ids: [asked.find(({ scimId }) => scimId === 'jane')!.id], groups: null };
    expect(await end(await begin('repair', options))).toMatchObject({ state: 'done', total: 1, done: 1 });
    expect(site.of('jane')?.fields.display_name).toBe('name-jane');
    expect(site.of('joe')?.fields.display_name).toBe('Other');
    expect(await short('asked')).toEqual(['profile display_name of joe']);

    await end(await begin('repair', { ids: null, groups: null }));
    expect(site.of('joe')?.fields.display_name).toBe('name-joe');
  });

  it('closes what is no longer so, and opens it again as new when it is again', async () => {
    await bench.tell('jane');
    await bench.provisionAll();
    site.edit('jane', { names: { display_name: 'Other' } });
    await reconcile();
    const [first] = await findings();
    site.edit('jane', { names: { display_name: 'name-jane' } });
    await reconcile();
    expect(await findings()).toEqual([]);
    expect(await short('gone')).toEqual(['profile display_name of jane']);
    site.edit('jane', { names: { display_name: 'Other' } });
    await reconcile();
    const [again] = await findings();
    expect(again).toMatchObject({ state: 'open', closedAt: null });
    expect(again!.firstSeen.getTime()).toBeGreaterThan(first!.firstSeen.getTime());
  });

  it('says no more of what an operator wants as it is, until that is another thing', async () => {
    await bench.tell('jane');
    await bench.provisionAll();
    site.edit('jane', { names: { display_name: 'Other' } });
    await reconcile();
    const [finding] = await findings();
    const client = await bench.work.pool.connect();
    await bench.drift.dismiss(client, 'blog', [finding!.id]);
    client.release();
    bench.settings = { drift: { on: { profile: 'repair' } } };
    await reconcile();
    expect(await findings()).toMatchObject([{ state: 'dismissed' }]);
    expect(site.of('jane')?.fields.display_name).toBe('Other');
    site.edit('jane', { names: { display_name: 'Another' } });
    await reconcile();
    expect(site.of('jane')?.fields.display_name).toBe('name-jane');
  });

  it('does not judge users who are on their way, or who changed since the page was asked for', async () => {
    for (const id of ['waiting', 'changing', 'new']) await bench.tell(id);
    await bench.provisionAll();
    for (const id of ['waiting', 'changing']) site.edit(id, { names: { display_name: 'Other' } });
    site.accountsById.delete(site.of('new')!.id);
    await bench.work.pool.query(
      `INSERT INTO provisioner.work (target_id, connection, scim_id, revision, user_name, event_id, type, kind, priority, due_at)
       VALUES ('blog', 'idp', 'waiting', 1, 'x', 'e1', 'user.updated', 'event', 1, now() + interval '1 hour')`,
    );
    site.beforePage = async () => {
      await bench.tell('changing', { revision: 2 });
      await bench.work.pool.query(`UPDATE provisioner.links SET updated_at = clock_timestamp() WHERE scim_id = 'new'`);
      site.beforePage = () => undefined;
    };
    expect(await reconcile()).toMatchObject({ counts: { unsettled: 3 } });
    expect(await findings()).toEqual([]);
  });

  it('keeps a finding about which it can say nothing this time', async () => {
    await bench.tell('jane');
    await bench.provisionAll();
    site.edit('jane', { names: { display_name: 'Other' } });
    await reconcile();
    site.beforePage = () => bench.tell('jane', { revision: 2 });
    await reconcile();
    expect(await short()).toEqual(['profile display_name of jane']);
  });

  it('reads a large site in pages of a bounded size', async () => {
    for (let i = 0; i < 450; i += 1) site.add({ login: `old-${i}` });
    expect(await reconcile()).toMatchObject({ total: 451, done: 451, counts: { accounts: 451, unlinked: 450 } });
    expect(site.pages).toEqual([200, 200, 200]);
  });
});

describe('an account of somebody whom the directory does not have', () => {
  const lose = (id: string) => bench.work.pool.query('DELETE FROM provisioner.states WHERE scim_id = $1', [id]);

  it('is found, and waits for a word by default', async () => {
    for (const id of ['jane', 'lost']) await bench.tell(id);
    await bench.provisionAll();
    await lose('lost');
    await reconcile();
    expect(await findings()).toMatchObject([{ group: 'orphaned', scimId: 'lost', wanted: null, state: 'asked' }]);
    expect(site.of('lost')).toBeDefined();
  });

  it('is told apart from one whose user was made anew under another id', async () => {
    for (const id of ['jane', 'lost']) await bench.tell(id);
    await bench.provisionAll();
    await lose('lost');
    await bench.tell('anew', { userName: 'name-lost' });
    await reconcile('report');
    const orphan = (await findings()).find(({ group }) => group === 'orphaned');
    expect(orphan).toMatchObject({ wanted: { scimId: 'anew' }, note: expect.stringMatching(/another id/) });
  });

  it('goes by the policy for deleted users, within the budget of departures', async () => {
    bench.settings = {
      deprovisioning: { deleted: { do: 'delete' } },
      ...{ drift: { on: { orphaned: 'repair' } }, budget: { count: 2, share: null, windowMinutes: 60 } },
    };
    for (const id of ['jane', 'lost1', 'lost2', 'lost3']) await bench.tell(id);
    await bench.provisionAll();
    for (const id of ['lost1', 'lost2', 'lost3']) await lose(id);
    await bench.work.pool.query(`DELETE FROM provisioner.links WHERE scim_id LIKE 'lost%'`);
    expect(await reconcile()).toMatchObject({ state: 'done', counts: { orphaned: 3, queued: 3 } });
    const left = ['lost1', 'lost2', 'lost3'].filter((id) => site.of(id) !== undefined);
    expect(left).toHaveLength(1);
    expect(await findings()).toMatchObject([
      { scimId: left[0], state: 'asked', note: expect.stringMatching(/approve/) },
    ]);
    expect(site.of('jane')).toBeDefined();
    const held = await bench.work.rows(`SELECT scim_id FROM provisioner.work WHERE held`);
    expect(held).toEqual([{ scim_id: left[0] }]);
  });

  it('is left alone when the directory tells of its user before it is removed', async () => {
    bench.settings = { drift: { on: { orphaned: 'repair' } } };
    for (const id of ['jane', 'lost']) await bench.tell(id);
    await bench.provisionAll();
    await lose('lost');
    const id = await begin('reconcile', { mode: 'policy' });
    await bench.until(id, ({ counts }) => (counts.waiting ?? 0) > 0);
    await bench.tell('lost');
    await bench.workOff();
    await bench.until(id);
    expect(site.of('lost')).toBeDefined();
  });

  it('leaves no trace in the directory once it is gone', async () => {
    bench.settings = { drift: { on: { orphaned: 'repair' } } };
    for (const id of ['jane', 'lost']) await bench.tell(id);
    await bench.provisionAll();
    await lose('lost');
    await reconcile();
    expect(site.of('lost')).toBeUndefined();
    expect(await bench.work.rows(`SELECT 1 FROM provisioner.states WHERE scim_id = 'lost'`)).toEqual([]);
  });

  it('is nobody’s fault while no identity provider has told of anybody', async () => {
    bench.settings = { drift: { on: { orphaned: 'repair' } } };
    await bench.tell('jane');
    await bench.provisionAll();
    await lose('jane');
    await reconcile();
    expect(await findings()).toEqual([]);
    expect(site.of('jane')).toBeDefined();
  });

  it('is another connection’s where that feeds the same site', async () => {
    await bench.tell('jane');
    await bench.tell('theirs', { connection: 'other' });
    site.add({ login: 'theirs', scimId: 'theirs', revision: 1 });
    await bench.provisionAll();
    bench.targets.list.push({ ...bench.target, id: 'second', connection: 'other' });
    await reconcile();
    expect(await findings()).toEqual([]);
    bench.targets.list.pop();
    await reconcile();
    expect(await findings()).toMatchObject([{ group: 'orphaned', scimId: 'theirs' }]);
  });
});

describe('comparisons by schedule', () => {
  it('are started once for all processes, when the hours are over', async () => {
    bench.settings = { drift: { everyHours: 6 } };
    const started = starter();
    const schedules = [0, 1].map(() => new ReconcileSchedule(bench.work.pool, bench.targets, started));
    await Promise.all(schedules.map((schedule) => schedule.look()));
    const running = () => bench.work.rows<{ id: string }>(`SELECT id FROM provisioner.jobs WHERE kind = 'reconcile'`);
    const [job, ...more] = await running();
    expect(more).toEqual([]);
    await bench.until(job!.id);
    await schedules[0]!.look();
    expect(await running()).toHaveLength(1);
    await bench.work.pool.query(`UPDATE provisioner.jobs SET started_at = now() - interval '6 hours 1 minute'`);
    await schedules[1]!.look();
    expect(await running()).toHaveLength(2);
  });

  it('are not started for a paused target, nor where none are wanted', async () => {
    bench.settings = { drift: { everyHours: null } };
    const schedule = new ReconcileSchedule(bench.work.pool, bench.targets, starter());
    await schedule.look();
    bench.settings = { drift: { everyHours: 1 } };
    bench.target.paused = true;
    await schedule.look();
    expect(await bench.work.rows('SELECT 1 FROM provisioner.jobs')).toEqual([]);
  });

  function starter() {
    const runner = bench.runner([]);
    return bench.starter(runner);
  }
});
