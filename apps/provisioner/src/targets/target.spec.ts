import type { Operation } from '@usher/provisioning';
import { until } from '../testing/provisioner-app.js';
import { FINE, ScriptedSite } from '../testing/scripted-site.js';
import { policyOf } from '../testing/site-bench.js';
import type { SiteCall } from './site-call.js';
import { Target } from './target.js';

const open: Target[] = [];
afterEach(() => Promise.all(open.splice(0).map((target) => target.close())));

const PARTS = { name: 'Blog', siteUrl: 'https://blog.example', policy: policyOf({}) };

function targetOn(site: ScriptedSite, patienceMs = 5_000): Target {
  const pace = { initialDelay: 5, maxDelay: 20 };
  const tuning = { pausedProbes: pace, quarantinedProbes: pace, userBackoff: pace, patienceMs };
  const target = new Target({ ...PARTS, ...tuning, id: 'blog', site, onChange: () => undefined });
  open.push(target);
  return target;
}

const upsert = (scimId: string): Operation => ({
  ...{ op: 'upsert', scimId, revision: 1, active: true },
  fields: { user_login: scimId, user_email: `${scimId}@x.org` },
});

describe('the request that carried an operation', () => {
  it('is told of, also when it failed; at a closed gate there was none', async () => {
    const site = new ScriptedSite();
    const target = targetOn(site, 20);
    const calls: SiteCall[] = [];
    const send = () => target.send(upsert('a'), false, (call) => calls.push(call));
    expect(await send()).toMatchObject({ kind: 'transient' });
    expect(calls).toHaveLength(0);
    await target.gate.check();
    await send();
    expect(calls).toHaveLength(1);
    expect(calls[0]!.endedAt).toBeGreaterThanOrEqual(calls[0]!.begunAt);
    site.down();
    await send();
    expect(calls).toHaveLength(2);
  });
});

const COLUMN = { to: 'meta.staff', from: { path: 'externalId' }, column: 'Staff' };

describe('a target that is changed while it is worked on', () => {
  it('keeps those who wait at its gate, and has the new policy at once', async () => {
    const site = new ScriptedSite();
    site.down();
    const target = targetOn(site);
    target.gate.start();
    const waiting = target.send(upsert('a'), false);
    const policy = policyOf({ scope: 'active eq true' });
    target.become({ ...PARTS, name: 'Journal', policy, version: 2 });
    expect(target).toMatchObject({ name: 'Journal', version: 2, policy });
    site.up();
    expect(await waiting).toMatchObject({ kind: 'done' });
  });

  it('lets requests end that are under way when its site is another, and sends the next to that one', async () => {
    const [old, fresh] = [new ScriptedSite(), new ScriptedSite()];
    old.pace = 50;
    let oldIsClosed = false;
    old.close = async () => void (oldIsClosed = true);
    const target = targetOn(old);
    target.gate.start();
    const underWay = target.send(upsert('a'), false);
    await until(
      () => old.batches.length,
      (length) => length > 0,
    );
    target.become(PARTS, fresh);
    expect(oldIsClosed).toBe(false);
    const next = target.send(upsert('b'), false);
    expect(await underWay).toMatchObject({ kind: 'done' });
    expect(await next).toMatchObject({ kind: 'done' });
    expect(oldIsClosed).toBe(true);
    expect([[...old.rows.keys()], [...fresh.rows.keys()]]).toEqual([['a'], ['b']]);
  });

  it('asks a new site before it sends to it', async () => {
    const target = targetOn(new ScriptedSite(), 40);
    target.gate.start();
    await target.send(upsert('a'), false);
    const fresh = new ScriptedSite();
    fresh.down('nobody is there');
    target.become(PARTS, fresh);
    expect(await target.send(upsert('b'), false)).toMatchObject({ kind: 'transient', reason: 'nobody is there' });
    expect(fresh.batches).toEqual([]);
  });

  it('is left alone while it is stopped, and goes on when it is resumed', async () => {
    const site = new ScriptedSite();
    const target = targetOn(site, 40);
    target.gate.start();
    await target.send(upsert('a'), false);
    target.become({ ...PARTS, stopped: 'Paused.' });
    expect(target.paused).toBe(true);
    expect(target.gate.report()).toMatchObject({ state: 'stopped', reason: 'Paused.' });
    expect(await target.send(upsert('b'), true)).toMatchObject({ kind: 'transient', reason: 'Paused.' });
    expect(site.batches).toHaveLength(1);
    target.become(PARTS);
    expect(await target.gate.pass(1_000)).toBe(true);
    expect(await target.send(upsert('b'), true)).toMatchObject({ kind: 'done' });
  });

  it('has the columns of its settings shown in the site, from the start and when they change', async () => {
    const site = new ScriptedSite();
    const saved: unknown[] = [];
    site.saveSettings = async (settings) => {
      saved.push(settings.columns);
      return settings;
    };
    const target = targetOn(site);
    target.gate.start();
    await target.gate.pass(1_000);
    expect(FINE.settings.columns).toEqual(target.policy.columns);
    target.become({ ...PARTS, policy: policyOf({ mapping: [COLUMN] }) });
    await until(
      () => saved.length,
      (length) => length > 0,
      2_000,
    );
    expect(saved).toEqual([[{ key: 'staff', label: 'Staff' }]]);
  });

  it('has them shown in another site as well, though both serve all the time', async () => {
    const [old, fresh] = [new ScriptedSite(), new ScriptedSite()];
    const saved: unknown[] = [];
    fresh.saveSettings = async (settings) => (saved.push(settings.columns), settings);
    old.saveSettings = async (settings) => settings;
    const target = targetOn(old);
    const parts = { ...PARTS, policy: policyOf({ mapping: [COLUMN] }) };
    target.become(parts);
    target.gate.start();
    await target.gate.pass(1_000);
    target.become(parts, fresh);
    await until(
      () => saved.length,
      (length) => length > 0,
      2_000,
    );
    expect(saved).toEqual([[{ key: 'staff', label: 'Staff' }]]);
  });
});
