import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '@usher/events';
import { MAX_BATCH, SiteError } from '@usher/wordpress';
import type { DeadLetterView, LinkView } from '../operator/provisioning.queries.js';
import type { TargetView } from '../operator/targets-view.js';
import { ProvisionerApp, until, type UserChange } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';

let site: ScriptedSite;
let usher: ProvisionerApp;

/** Whatever an operator API answers; a test looks at the part that it asked for. */
interface ApiBody {
  targets: TargetView[];
  state: string;
  links: LinkView[];
  deadLetters: DeadLetterView[];
}

const publish = (changes: UserChange[], topic?: string) => usher.publish(changes, topic);
const outcomes = () => usher.outcomes();
const outcomesOf = (count: number) => usher.outcomesOf(count);
const drained = () => usher.drained();
const api = (path: string, method?: string, token?: string) => usher.api<ApiBody>(path, method, undefined, token);

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const first = (id: string): UserChange => ({ id, revision: 1 });

jest.setTimeout(40_000);

beforeEach(async () => {
  site = new ScriptedSite();
  usher = await ProvisionerApp.open([{ id: 'default', site }]);
});
afterEach(() => usher.close());

describe('applying user events to a site', () => {
  it('takes a user through a whole life, each step with its outcome', async () => {
    const [id] = ids(1) as [string];
    await publish([
      { id, revision: 1, name: 'Jane' },
      { id, revision: 2, name: 'Joan' },
      { id, revision: 3, name: 'Joan', active: false },
      { id, revision: 4, name: 'Joan' },
      { id, revision: 5, name: 'Joan', deleted: true, active: false },
    ]);
    const told = await outcomesOf(5);
    expect(told.map(({ action }) => action)).toEqual(['create', 'update', 'deactivate', 'reactivate', 'delete']);
    expect(told.map(({ type }) => type)).toEqual(Array(5).fill('outcome.succeeded'));
    expect(told[1]).toMatchObject({
      causeId: `${id}/2`,
      detail: expect.stringContaining('display name'),
      changes: [{ path: 'display_name', before: 'Jane', after: 'Joan' }],
      target: { id: 'default', name: 'site default', siteUrl: 'http://default' },
      origin: { actor: 'Test IdP' },
    });
    expect(site.rows.get(id)).toEqual({ revision: 5, account: null });
  });

  it('makes batches of the users that wait at once, and never has two operations of one user in flight', async () => {
    const all = ids(200);
    await publish(all.map(first));
    await outcomesOf(200);
    expect(site.rows.size).toBe(200);
    expect(site.overlaps).toBe(0);
    expect(Math.max(...site.batches.map(({ length }) => length))).toBe(MAX_BATCH);
    expect(site.batches.length).toBeLessThan(40);
  });

  it('lets a leaver overtake: older events that come after change nothing, and the copy tells nothing', async () => {
    const [id] = ids(1) as [string];
    await publish([first(id)]);
    await outcomesOf(1);
    const leaving = { id, revision: 3, active: false, type: 'user.deactivated' as const };
    await publish([leaving], TOPICS.leavers);
    await outcomesOf(2);
    await publish([{ id, revision: 2, name: 'late' }, leaving]);
    await drained();
    const told = await outcomesOf(3);
    expect(told.map(({ type, action }) => `${type} ${action}`)).toEqual([
      'outcome.succeeded create',
      'outcome.succeeded deactivate',
      'outcome.stale none',
    ]);
    expect(site.rows.get(id)!.account).toMatchObject({ active: false, fields: { display_name: id } });
  });

  it('skips an inactive user who never had an account, and creates one on activation', async () => {
    const [id] = ids(1) as [string];
    await publish([{ id, revision: 1, active: false }]);
    expect(await outcomesOf(1)).toMatchObject([{ type: 'outcome.skipped', code: 'not_created_inactive' }]);
    await publish([{ id, revision: 2 }]);
    expect(await outcomesOf(2)).toMatchObject([{}, { type: 'outcome.succeeded', action: 'create' }]);
  });

  it('tells a redelivered event under the same id, and applies a resynchronised one again', async () => {
    const [id] = ids(1) as [string];
    await publish([first(id)]);
    await outcomesOf(1);
    await publish([first(id), { ...first(id), type: 'user.resynced', eventId: 'resync-1' }]);
    const told = await outcomesOf(2);
    await drained();
    expect(told.map(({ causeId, action }) => `${causeId} ${action}`)).toEqual([`${id}/1 create`, 'resync-1 none']);
  });
});

describe('when the site fails', () => {
  it('loses nothing and does nothing twice while answers fail, before and after the work is done', async () => {
    let calls = 0;
    site.before = () => (++calls % 3 === 0 ? new SiteError('transient', 'http_502', 'Bad gateway') : undefined);
    site.after = () => (calls % 4 === 0 ? new SiteError('transient', 'timeout', 'No answer') : undefined);
    const all = ids(60);
    await publish(all.flatMap((id) => [first(id), { id, revision: 2, name: 'second' }]));
    const told = await outcomesOf(120);
    expect(told.filter(({ type }) => type !== 'outcome.succeeded')).toEqual([]);
    const actions = told.map(({ action }) => action);
    expect(actions.filter((action) => action === 'create')).toHaveLength(60);
    expect(actions.filter((action) => action === 'update')).toHaveLength(60);
    expect([...site.rows.values()].every(({ account }) => account?.fields.display_name === 'second')).toBe(true);
    expect([...site.creations.values()]).toEqual(Array(60).fill(1));
  });

  it('waits for a site that is down, without a dead letter, and goes on by itself', async () => {
    site.statusFault = new SiteError('transient', 'connect', 'site refuses connections');
    site.before = () => site.statusFault;
    await publish(ids(30).map(first));
    const paused = await until(
      () => api('/api/targets'),
      ({ body }) => body.targets[0]!.reason!.includes('refuses'),
    );
    expect(paused.body.targets[0]!).toMatchObject({ id: 'default', siteUrl: 'http://default', state: 'paused' });
    await sleep(600);
    expect(await outcomes()).toEqual([]);
    site.statusFault = undefined;
    const told = await outcomesOf(30);
    expect(told.every(({ type }) => type === 'outcome.succeeded')).toBe(true);
    expect((await api('/api/provisioning/dead-letters')).body.deadLetters).toEqual([]);
  });

  it('quarantines a misconfigured site, and goes on when an operator has put it right', async () => {
    await until(
      () => api('/api/targets'),
      ({ body }) => body.targets[0]!.state === 'ready',
    );
    site.statusFault = new SiteError('misconfigured', 'unauthorized', 'The application password is wrong.');
    site.before = () => site.statusFault;
    await publish(ids(5).map(first));
    const { body } = await until(
      () => api('/api/targets'),
      (seen) => seen.body.targets[0]!.state === 'quarantined',
    );
    expect(body.targets[0]!.reason).toBe('The application password is wrong.');
    site.statusFault = undefined;
    expect((await api('/api/targets/default/check', 'POST')).body.state).toBe('ready');
    await outcomesOf(5);
  });

  it('gives up one user on whom the site always fails, and all others get through', async () => {
    const [poison, ...others] = ids(60) as [string, ...string[]];
    site.before = (operations) =>
      operations.some(({ scimId }) => scimId === poison)
        ? new SiteError('transient', 'http_500', 'Fatal error')
        : undefined;
    await publish([poison, ...others].map(first));
    await outcomesOf(59);
    expect(site.rows.size).toBe(59);
    // As long as others get through.
    const trickle = (async () => {
      for (
        let revision = 2;
        revision < 100 && (await outcomes()).every(({ type }) => type !== 'outcome.rejected');
        revision++
      ) {
        await publish(others.slice(0, 3).map((id) => ({ id, revision, name: `name ${revision}` })));
        await sleep(60);
      }
    })();
    const told = await until(outcomes, (all) => all.some(({ type }) => type === 'outcome.rejected'));
    await trickle;
    expect(told.find(({ type }) => type === 'outcome.rejected')).toMatchObject({
      ...{ code: 'site_fault', user: { id: poison } },
      detail: expect.stringContaining('Fatal error'),
    });
  });

  it('tells a refused user in words and keeps a dead letter, which a later event of the user supersedes', async () => {
    const [id, other] = ids(2) as [string, string];
    site.refuse = ({ scimId, revision }) =>
      scimId === id && revision === 1 ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
    await publish([first(id), first(other)]);
    const told = await outcomesOf(2);
    expect(told.find(({ user }) => user.id === id)).toMatchObject({
      ...{ type: 'outcome.rejected', code: 'email_taken', account: null },
      detail: expect.stringContaining('already uses this e-mail address'),
    });
    const dead = async () => (await api('/api/provisioning/dead-letters')).body.deadLetters;
    expect(await dead()).toMatchObject([{ scimId: id, revision: 1, code: 'email_taken', open: true }]);
    await publish([{ id, revision: 2 }]);
    await outcomesOf(3);
    expect(await dead()).toMatchObject([{ scimId: id, open: false }]);
    const { body } = await api(`/api/provisioning/links?scimId=${id}`);
    expect(body.links).toMatchObject([{ targetId: 'default', scimId: id, revision: 2, status: 'active' }]);
  });

  it('waits for another user to give up the login or e-mail address before it calls one refused', async () => {
    const [id, holder] = ids(2) as [string, string];
    site.refuse = ({ scimId }) =>
      scimId === id && !site.rows.has(holder)
        ? { scimId, status: 'rejected', code: 'email_taken', message: '', holder }
        : undefined;
    await publish([first(id)]);
    await sleep(300);
    expect(await outcomes()).toEqual([]);
    await publish([first(holder)]);
    const told = await outcomesOf(2);
    expect(told.map(({ user, type }) => [user.id, type])).toEqual([
      [holder, 'outcome.succeeded'],
      [id, 'outcome.succeeded'],
    ]);
  });

  it('resumes where it was after a restart', async () => {
    site.statusFault = new SiteError('transient', 'connect', 'site refuses connections');
    site.before = () => site.statusFault;
    await publish(ids(20).map(first));
    await sleep(300);
    const stopping = Date.now();
    await usher.stop();
    expect(Date.now() - stopping).toBeLessThan(5_000);
    site.statusFault = undefined;
    await usher.start();
    await outcomesOf(20);
    expect(site.rows.size).toBe(20);
  });
});

describe('the operator API', () => {
  it('opens with the operator token only', async () => {
    expect((await api('/api/targets', 'GET', 'wrong')).status).toBe(401);
    expect((await api('/api/provisioning/links', 'GET', 'wrong')).status).toBe(401);
    expect((await api('/api/provisioning/links')).status).toBe(200);
  });

  it('refuses what it does not know', async () => {
    expect((await api('/api/targets/nowhere/check', 'POST')).status).toBe(404);
    expect((await api('/api/provisioning/links?limit=0')).status).toBe(400);
    expect((await api('/api/provisioning/links?color=red')).status).toBe(400);
    expect((await api('/api/provisioning/links?userName=%00')).status).toBe(400);
  });
});
