import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { HeldDeparture } from '../approvals/approvals.service.js';
import type { AmbiguousUser } from '../approvals/ambiguous.service.js';
import type { LinkView } from '../operator/provisioning.queries.js';
import type { ScheduledDeletion } from '../schedule/schedule.service.js';
import { ProvisionerApp, type TestTarget, until, type UserChange } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';

let usher: ProvisionerApp;
let site: ScriptedSite;

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const first = (id: string): UserChange => ({ id, revision: 1 });
const leaving = (id: string): UserChange => ({ id, revision: 2, active: false, type: 'user.deactivated' });

async function open(settings: unknown = {}, others: TestTarget[] = []): Promise<void> {
  site = new ScriptedSite();
  usher = await ProvisionerApp.open([{ id: 'a', site, settings }, ...others]);
}

jest.setTimeout(60_000);
afterEach(() => usher.close());

const active = (from = site) => [...from.rows.values()].filter(({ account }) => account?.active === true).length;
const statusOf = async (id: string, target = 'a') => {
  const { body } = await usher.api<{ links: LinkView[] }>(`/api/provisioning/links?scimId=${id}&targetId=${target}`);
  return body.links[0]?.status;
};
const acts = async () => (await usher.operations()).map(({ action, detail }) => ({ action, detail }));
const act = (action: string) => until(acts, (told) => told.some((one) => one.action === action));

describe('a mass leave past the budget', () => {
  const staff = ids(100);
  const leavers = staff.slice(0, 30);
  const approvals = async (query = '?limit=500') =>
    (await usher.api<{ approvals: HeldDeparture[] }>(`/api/provisioning/approvals${query}`)).body.approvals;

  beforeEach(async () => {
    // The count keeps the budget from growing with the joins.
    await open({ budget: { share: 0.1, count: 10, windowMinutes: 60 } });
    await usher.publish(staff.map(first));
    await usher.outcomesOf(100);
  });

  it('is held while joins land, and goes on when it is approved', async () => {
    const joiners = ids(500);
    await usher.publish(leavers.map(leaving));
    await usher.outcomesOf(130);
    await usher.publish(joiners.map(first));
    await usher.drained();
    const told = await usher.outcomesOf(630);
    const held = told.filter(({ type }) => type === 'outcome.held');
    expect(held).toHaveLength(20);
    expect(held[0]).toMatchObject({ action: 'deactivate', detail: expect.stringMatching(/approv/i) });
    expect(active()).toBe(600 - 10);
    expect(joiners.every((id) => site.rows.get(id)?.account?.active === true)).toBe(true);

    const waiting = await approvals();
    expect(waiting).toHaveLength(20);
    expect(new Set(waiting.map(({ scimId }) => scimId))).toEqual(new Set(held.map(({ user }) => user.id)));
    expect(await statusOf(waiting[0]!.scimId)).toBe('held');
    const some = { targetId: 'a', ids: waiting.slice(0, 5).map(({ id }) => id) };
    expect(await usher.api('/api/provisioning/approvals/approve', 'POST', some)).toMatchObject({
      body: { approved: 5 },
    });
    await until(active, (count) => count === 585);
    const all = { targetId: 'a', all: true };
    expect(await usher.api('/api/provisioning/approvals/approve', 'POST', all)).toMatchObject({
      body: { approved: 15 },
    });
    await until(active, (count) => count === 570);
    await usher.drained();
    expect(await approvals()).toEqual([]);
    expect((await usher.outcomesOf(650)).filter(({ type }) => type === 'outcome.succeeded')).toHaveLength(630);
    expect((await act('departures.approve'))[0]!.detail).toMatch(/Approved 5 departures: "user-/);
  });

  it('leaves the accounts open when it is refused, and asks again with the next event', async () => {
    await usher.publish(leavers.map(leaving));
    await usher.outcomesOf(130);
    const all = { targetId: 'a', all: true };
    expect(await usher.api('/api/provisioning/approvals/refuse', 'POST', all)).toMatchObject({ body: { refused: 20 } });
    expect(await usher.api('/api/provisioning/approvals/refuse', 'POST', all)).toMatchObject({ status: 404 });
    expect(active()).toBe(90);
    const kept = leavers.find((id) => site.rows.get(id)!.account!.active)!;
    expect(await statusOf(kept)).toBe('active');
    await act('departures.refuse');
    await usher.publish([{ ...leaving(kept), revision: 3 }]);
    await until(approvals, (waiting) => waiting.length === 1 && waiting[0]!.revision === 3);
  });

  it('is superseded by the return of the user', async () => {
    await usher.publish(leavers.map(leaving));
    await usher.outcomesOf(130);
    const back = (await approvals())[0]!.scimId;
    await usher.publish([{ id: back, revision: 3, name: 'back', type: 'user.reactivated' }]);
    await usher.outcomesOf(131);
    expect((await approvals()).map(({ scimId }) => scimId)).not.toContain(back);
    expect(site.rows.get(back)!.account).toMatchObject({ active: true, fields: { display_name: 'back' } });
  });

  it('says what it does not understand', async () => {
    const status = async (body: unknown) =>
      (await usher.api('/api/provisioning/approvals/approve', 'POST', body)).status;
    expect(await status({ targetId: 'nowhere', all: true })).toBe(404);
    expect(await status({ targetId: 'a' })).toBe(400);
    expect(await status({ targetId: 'a', all: false })).toBe(400);
    expect(await status({ targetId: 'a', ids: [1], all: true })).toBe(400);
    expect(await status({ targetId: 'a', ids: [12345] })).toBe(404);
  });
});

describe('two sites', () => {
  it('are worked on each by itself: one that is down keeps the other from nothing', async () => {
    const other = new ScriptedSite();
    await open({}, [{ id: 'b', site: other }]);
    other.down();
    const users = ids(300);
    await usher.publish(users.map(first));
    await until(active, (count) => count === 300);
    await usher.publish([leaving(users[0]!)]);
    await until(active, (count) => count === 299);
    expect(other.rows.size).toBe(0);
    other.up();
    await until(
      () => active(other),
      (count) => count === 299,
    );
    const told = await usher.outcomesOf(602);
    expect(told.filter(({ type }) => type === 'outcome.succeeded' || type === 'outcome.skipped')).toHaveLength(602);
  });

  it('settle an event that somebody waits for, once both are through', async () => {
    const other = new ScriptedSite();
    await open({}, [{ id: 'b', site: other }]);
    const [id, more] = ids(2) as [string, string];
    other.refuse = ({ scimId }) =>
      scimId === id ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
    await usher.publish([{ ...first(id), awaited: true }]);
    const [settled] = await until(
      () => usher.settlements(),
      ({ length }) => length > 0,
    );
    expect(settled).toMatchObject({ type: 'user.settled', causeId: `${id}/1`, user: { id, revision: 1 } });
    const results = [...settled!.targets].sort((one, two) => one.target.id.localeCompare(two.target.id));
    expect(results).toMatchObject([
      { target: { id: 'a', name: 'site a' }, result: 'succeeded', action: 'create', code: null },
      { target: { id: 'b' }, result: 'rejected', code: 'email_taken', detail: expect.stringContaining('e-mail') },
    ]);
    other.down();
    await usher.publish([{ ...first(more), awaited: true }]);
    await until(active, (count) => count === 2);
    expect(await usher.settlements()).toHaveLength(1);
    other.up();
    await until(
      () => usher.settlements(),
      ({ length }) => length === 2,
    );
  });
});

describe('a process that dies', () => {
  it('between the deed and the record does it again, and tells it once', async () => {
    await open();
    await usher.rows(
      `ALTER TABLE event_log.outbox ADD CONSTRAINT broken CHECK (topic <> 'usher.outcomes.v1') NOT VALID`,
    );
    await usher.rows(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no' USING ERRCODE = '57P01'; END $$`);
    await usher.rows(`CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON provisioner.links EXECUTE FUNCTION fail()`);
    const [id] = ids(1) as [string];
    await usher.publish([first(id)]);
    await until(
      () => site.rows.size,
      (size) => size === 1,
    );
    await usher.stop();
    expect(await usher.rows('SELECT attempts FROM provisioner.work')).toHaveLength(1);
    await usher.rows('DROP TRIGGER broken ON provisioner.links');
    await usher.rows('ALTER TABLE event_log.outbox DROP CONSTRAINT broken');
    await usher.start();
    const told = await usher.outcomesOf(1);
    await usher.drained();
    expect(told).toMatchObject([{ type: 'outcome.succeeded', action: 'create' }]);
    expect(await usher.outcomes()).toHaveLength(1);
    expect([...site.creations.values()]).toEqual([1]);
  });

  it('leaves its rows to others when their lease has run out', async () => {
    await open();
    site.down();
    await usher.publish(ids(3).map(first));
    await until(
      () => usher.rows('SELECT 1 FROM provisioner.work'),
      ({ length }) => length === 3,
    );
    await usher.rows(
      `UPDATE provisioner.work SET lease_owner = 'a dead process', lease_until = now() + interval '2 s'`,
    );
    site.up();
    await usher.outcomesOf(3);
    expect(site.rows.size).toBe(3);
  });
});

describe('a deletion after some days', () => {
  const scheduled = async () =>
    (await usher.api<{ scheduled: ScheduledDeletion[] }>('/api/provisioning/scheduled')).body.scheduled;
  const policy = { deprovisioning: { inactive: { do: 'delete_after', days: 30 } } };
  let id: string;

  beforeEach(async () => {
    await open(policy);
    [id] = ids(1) as [string];
    await usher.publish([first(id), leaving(id)]);
    await usher.outcomesOf(2);
  });

  it('shuts the account at once, and deletes it on its day, also after a restart', async () => {
    expect(site.rows.get(id)!.account).toMatchObject({ active: false });
    const [planned] = await scheduled();
    expect(planned).toMatchObject({ targetId: 'a', scimId: id });
    expect(new Date(planned!.dueAt).getTime() - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    await usher.stop();
    await usher.rows(`UPDATE provisioner.work SET due_at = now() + interval '100 ms' WHERE kind = 'due'`);
    await usher.start();
    const told = await usher.outcomesOf(3);
    expect(told[2]).toMatchObject({ type: 'outcome.succeeded', action: 'delete', user: { id, revision: 2 } });
    expect(site.rows.get(id)!.account).toBeNull();
    expect(await scheduled()).toEqual([]);
  });

  it('is cancelled by the return of the user', async () => {
    await usher.publish([{ id, revision: 3, type: 'user.reactivated' }]);
    await usher.outcomesOf(3);
    expect(await scheduled()).toEqual([]);
    expect(site.rows.get(id)!.account).toMatchObject({ active: true });
  });

  it('can be cancelled by an operator, for good as long as the user is away', async () => {
    const [planned] = await scheduled();
    expect(await usher.api(`/api/provisioning/scheduled/${planned!.id}`, 'DELETE')).toMatchObject({ status: 200 });
    expect(await usher.api(`/api/provisioning/scheduled/${planned!.id}`, 'DELETE')).toMatchObject({ status: 404 });
    await usher.publish([{ ...leaving(id), revision: 3, name: 'changed' }]);
    await usher.outcomesOf(3);
    expect(await scheduled()).toEqual([]);
    expect((await act('deletion.cancel'))[0]!.detail).toMatch(/Cancelled the deletion of "user-/);
  });

  it('can be had at once', async () => {
    const [planned] = await scheduled();
    expect(await usher.api(`/api/provisioning/scheduled/${planned!.id}/run`, 'POST')).toMatchObject({ status: 202 });
    await usher.outcomesOf(3);
    expect(site.rows.get(id)!.account).toBeNull();
    await act('deletion.run');
  });
});

describe('a user who could have several accounts', () => {
  const candidate = {
    login: 'jane',
    email: 'jane@x.org',
    administrator: false,
    by: { by: 'email' as const, value: 'jane@x.org' },
  };
  const candidates = [7, 8].map((id) => ({ ...candidate, id, login: `jane${id}` }));
  const ambiguous = async () =>
    (await usher.api<{ ambiguous: AmbiguousUser[] }>('/api/provisioning/ambiguous')).body.ambiguous;

  it('waits for an operator to choose, and gets what was chosen', async () => {
    await open();
    const [id] = ids(1) as [string];
    site.refuse = (operation) =>
      operation.op === 'upsert' && operation.match?.[0]?.by !== 'id'
        ? { scimId: operation.scimId, status: 'rejected', code: 'ambiguous_match', message: '', candidates }
        : undefined;
    await usher.publish([first(id)]);
    await usher.outcomesOf(1);
    expect(await ambiguous()).toMatchObject([{ targetId: 'a', scimId: id, candidates: [{ id: 7 }, { id: 8 }] }]);
    const choose = (body: unknown, target = 'a', user = id) =>
      usher.api(`/api/provisioning/ambiguous/${target}/${user}`, 'POST', body);
    expect((await choose({ wordpressId: 9 })).status).toBe(400);
    expect((await choose({})).status).toBe(400);
    expect((await choose({ new: true }, 'nowhere')).status).toBe(404);
    expect((await choose({ new: true }, 'a', 'unknown')).status).toBe(404);
    expect(await choose({ wordpressId: 8 })).toMatchObject({ status: 202, body: { queued: 1 } });
    const told = await usher.outcomesOf(2);
    expect(told[1]).toMatchObject({ type: 'outcome.succeeded', origin: { actor: 'operator' } });
    const sent = site.batches.flat().at(-1);
    expect(sent).toMatchObject({ op: 'upsert', match: [{ by: 'id', value: '8' }] });
    expect(await ambiguous()).toEqual([]);
    expect((await choose({ wordpressId: 8 })).status).toBe(409);
    expect((await act('account.choose'))[0]!.detail).toMatch(/Chose the account "jane8" \(8\) for "user-/);
  });
});

describe('users whom a site refused', () => {
  const refusing = { current: true };
  beforeEach(async () => {
    await open();
    refusing.current = true;
    site.refuse = ({ scimId }) =>
      refusing.current ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
  });
  const replay = (body: unknown = {}, path = '') =>
    usher.api<{ queued: number }>(`/api/provisioning/dead-letters${path}/replay`, 'POST', body);

  it('are tried again when an operator says so: one, or all of a kind, and nobody twice', async () => {
    const users = ids(3);
    await usher.publish(users.map(first));
    await usher.outcomesOf(3);
    refusing.current = false;
    const { body } = await usher.api<{ deadLetters: { id: number; scimId: string }[] }>(
      '/api/provisioning/dead-letters',
    );
    const [one] = body.deadLetters;
    expect((await replay(undefined, `/${one!.id}`)).body).toEqual({ queued: 1 });
    await usher.outcomesOf(4);
    expect((await replay(undefined, `/${one!.id}`)).status).toBe(404);
    expect((await replay({ code: 'other' })).body).toEqual({ queued: 0 });
    expect((await replay({ from: '2999-01-01T00:00:00Z' })).body).toEqual({ queued: 0 });
    expect((await replay({ from: 'yesterday' })).status).toBe(400);
    expect((await replay({ targetId: 'a', code: 'email_taken' })).body).toEqual({ queued: 2 });
    await usher.outcomesOf(6);
    expect(site.rows.size).toBe(3);
    expect((await replay()).body).toEqual({ queued: 0 });
    await act('dead-letters.replay');
  });

  it('are not added twice while they wait', async () => {
    await usher.publish(ids(2).map(first));
    await usher.outcomesOf(2);
    site.down();
    expect((await usher.api<{ state: string }>('/api/targets/a/check', 'POST')).body.state).toBe('paused');
    expect((await replay()).body).toEqual({ queued: 2 });
    expect((await replay()).body).toEqual({ queued: 0 });
  });
});
