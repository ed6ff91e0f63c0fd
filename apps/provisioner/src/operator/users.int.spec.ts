import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SiteError } from '@usher/wordpress';
import { ProvisionerApp, until, type UserChange } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';
import type { Attention } from './attention.controller.js';
import type { TargetSummary } from './targets-view.js';
import type { UserInSites } from './users.controller.js';

let usher: ProvisionerApp;
let site: ScriptedSite;
let other: ScriptedSite;

jest.setTimeout(60_000);
afterEach(() => usher.close());

async function open(settings: unknown = {}): Promise<void> {
  [site, other] = [new ScriptedSite(), new ScriptedSite()];
  usher = await ProvisionerApp.open([
    { id: 'a', site, settings },
    { id: 'b', site: other },
  ]);
}

const first = (id: string): UserChange => ({ id, revision: 1 });
const leaving = (id: string): UserChange => ({ id, revision: 2, active: false, type: 'user.deactivated' });
const user = async (id: string) => (await usher.api<UserInSites>(`/api/provisioning/users/${id}`)).body;
const inSite = async (id: string, target = 'a') => {
  const { targets = [] } = (await user(id)) as Partial<UserInSites>;
  return targets.find((one) => one.target.id === target)!;
};
const reaches = (id: string, state: string, target = 'a') =>
  until(
    () => inSite(id, target),
    (standing) => standing?.state === state,
  );
const attention = async () => (await usher.api<Attention>('/api/provisioning/attention')).body;

describe('GET /api/provisioning/users', () => {
  it('has a row for each site: one is up to date, the other waits, and says why', async () => {
    await open();
    other.down('site refuses connections');
    const id = randomUUID();
    await usher.publish([first(id)]);
    await reaches(id, 'current');
    expect(await user(id)).toMatchObject({ scimId: id, connection: 'default', userName: `user-${id.slice(0, 8)}` });
    expect(await inSite(id)).toMatchObject({
      ...{ target: { id: 'a', name: 'site a', siteUrl: 'http://a' }, wantedRevision: 1, appliedRevision: 1 },
      ...{ account: { id: expect.any(Number), login: `user-${id.slice(0, 8)}` }, reason: null, drift: [] },
    });
    const waiting = await until(
      () => inSite(id, 'b'),
      ({ reason }) => reason?.includes('refuses') === true,
    );
    expect(waiting).toMatchObject({ state: 'waiting', wantedRevision: 1, appliedRevision: null, account: null });
    other.up();
    await reaches(id, 'current', 'b');
  });

  it('tells of refusals, of choices, of held departures and of deletions ahead, and the badge counts them', async () => {
    await open({ budget: { count: 1 }, deprovisioning: { inactive: { do: 'delete_after', days: 9 } } });
    const [refused, several, gone, held] = Array.from({ length: 4 }, () => randomUUID()) as [
      string,
      string,
      string,
      string,
    ];
    const candidates = ['x', 'y'].map((login, id) => ({
      ...{ id: id + 1, login, email: `${login}@x.org`, administrator: false, by: { by: 'email' as const, value: 'x' } },
    }));
    site.refuse = ({ scimId }) => {
      if (scimId === refused) return { scimId, status: 'rejected', code: 'email_taken', message: '' };
      if (scimId === several) return { scimId, status: 'rejected', code: 'ambiguous_match', message: '', candidates };
      return undefined;
    };
    await usher.publish([refused, several, gone, held].map(first));
    await usher.outcomesOf(8);
    await usher.publish([leaving(gone)]);
    await reaches(gone, 'scheduled');
    await usher.publish([leaving(held)]);
    await reaches(held, 'held');

    const failed = await inSite(refused);
    expect(failed).toMatchObject({ state: 'failed', account: null, deadLetter: { code: 'email_taken' } });
    expect(failed.reason).toMatch(/e-mail/);
    expect(await inSite(several)).toMatchObject({ state: 'ambiguous', candidates: [{ login: 'x' }, { login: 'y' }] });
    expect(await inSite(gone)).toMatchObject({ deletion: { dueAt: expect.any(String) } });
    expect(await inSite(held)).toMatchObject({ held: { id: expect.any(Number) }, account: { id: expect.any(Number) } });

    expect(await attention()).toMatchObject({
      ...{ approvals: 1, ambiguous: 1, deadLetters: 1, scheduled: 1, drift: 0, quarantined: 0, paused: 0, stopped: 0 },
      oldest: { approvals: (await inSite(held)).since, drift: null, scheduled: (await inSite(gone)).deletion!.dueAt },
    });
  });

  it('gives a hundred users in one request, without those it does not know, and drift with each', async () => {
    await open();
    const ids = Array.from({ length: 100 }, () => randomUUID() as string);
    await usher.publish(ids.slice(0, 99).map(first));
    await usher.drained();
    await usher.reader.query(
      `INSERT INTO provisioner.drift (target_id, subject, scim_id, site_revision, attribute_group, path, wanted, found, state)
       VALUES ('a', 'user:' || $1, $1, 1, 'profile', 'first_name', '"Ada"', 'null', 'open')`,
      [ids[0]],
    );
    const { body } = await usher.api<{ users: UserInSites[] }>(`/api/provisioning/users?ids=${ids.join(',')}`);
    expect(body.users.map(({ scimId }) => scimId)).toEqual(ids.slice(0, 99));
    expect(body.users.every(({ targets }) => targets.length === 2)).toBe(true);
    expect(body.users[0]!.targets[0]!.drift).toMatchObject([{ path: 'first_name', wanted: 'Ada', found: null }]);
    expect(await attention()).toMatchObject({ drift: 1 });
    expect(await usher.api(`/api/provisioning/users?ids=${[...ids, 'more'].join(',')}`)).toMatchObject({ status: 400 });
    expect(await usher.api('/api/provisioning/users')).toMatchObject({ status: 400 });
    expect(await usher.api(`/api/provisioning/users/${ids[99]}`)).toMatchObject({ status: 404 });
  });
});

describe('the sites at a glance', () => {
  const summary = async (id: string) =>
    (await usher.api<{ targets: TargetSummary[] }>('/api/targets')).body.targets.find((one) => one.id === id)!;

  it('say what waits for each, when they last did something, and until when one wants to be left alone', async () => {
    await open();
    expect(await summary('a')).toMatchObject({ lastOutcomeAt: null, lastSuccessAt: null, pausedUntil: null });
    const before = new Date().toISOString();
    const refused = randomUUID();
    site.refuse = ({ scimId }) => ({ scimId, status: 'rejected', code: 'email_taken', message: '' });
    other.statusFault = new SiteError('transient', 'http_503', 'Busy', 3_000_000);
    other.before = () => other.statusFault;
    await usher.publish([first(refused)]);
    await reaches(refused, 'failed');
    const [there, busy] = await until(
      async () => [await summary('a'), await summary('b')] as const,
      ([, second]) => second.work.failed === 1,
    );
    expect(there).toMatchObject({ state: 'ready', work: { waiting: 0 }, lastSuccessAt: null });
    expect(String(there.lastOutcomeAt) > before).toBe(true);
    expect(busy).toMatchObject({ state: 'paused', reason: 'Busy', work: { waiting: 1, oldest: expect.any(String) } });
    expect(Date.parse(busy.pausedUntil!)).toBeGreaterThan(Date.now() + 2_000_000);
    expect(await attention()).toMatchObject({ paused: 1, oldest: { paused: busy.since } });

    await usher.stop();
    await usher.start();
    expect(await summary('a')).toMatchObject({ lastOutcomeAt: there.lastOutcomeAt });
  });
});
