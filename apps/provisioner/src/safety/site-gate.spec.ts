import { SiteError, type SiteStatus } from '@usher/wordpress';
import { FINE } from '../testing/scripted-site.js';
import { type GateReport, SiteGate } from './site-gate.js';

const fine: SiteStatus = FINE;
const down = new SiteError('transient', 'http_503', 'x.org is in maintenance mode');
const forbidden = new SiteError('misconfigured', 'unauthorized', 'x.org does not accept the password');

const open: SiteGate[] = [];
afterEach(() => open.splice(0).forEach((gate) => gate.close()));

/** A gate to a site whose answers to status() are given in turn; the last one stays. */
function gate(...answers: (SiteStatus | SiteError)[]) {
  const reports: GateReport[] = [];
  let probes = 0;
  const pace = { initialDelay: 5, maxDelay: 20 };
  const subject = new SiteGate({
    status: () => {
      const answer = answers[Math.min(probes++, answers.length - 1)]!;
      return answer instanceof SiteError ? Promise.reject(answer) : Promise.resolve(answer);
    },
    onChange: (report) => reports.push(report),
    ...{ pausedProbes: pace, quarantinedProbes: pace },
  });
  open.push(subject);
  return { subject, reports, states: () => reports.map(({ state }) => state), probes: () => probes };
}

describe('the gate of a site', () => {
  it('opens when the site has been seen to serve', async () => {
    const { subject, states } = gate(fine);
    expect(await subject.pass(1)).toBe(false);
    subject.start();
    expect(await subject.pass(1000)).toBe(true);
    expect(states()).toEqual(['ready']);
  });

  it('holds everybody back while the site is down, probing one at a time, and tells it once', async () => {
    const { subject, reports, states, probes } = gate(down, down, down, fine);
    subject.start();
    expect(await Promise.all([subject.pass(1000), subject.pass(1000)])).toEqual([true, true]);
    expect(states()).toEqual(['paused', 'ready']);
    expect(reports[0]!.reason).toBe('x.org is in maintenance mode');
    expect(probes()).toBe(4);
  });

  it('quarantines a site that an operator must put right, and finds out by itself when that is done', async () => {
    const { subject, states } = gate(forbidden, forbidden, fine);
    subject.start();
    expect(await subject.pass(1000)).toBe(true);
    expect(states()).toEqual(['quarantined', 'ready']);
  });

  it('quarantines a site whose user lacks capabilities, and names them', async () => {
    const { subject } = gate({ ...fine, caller: { login: 'usher', missingCapabilities: ['create_users'] } });
    expect(await subject.check()).toMatchObject({
      state: 'quarantined',
      reason: expect.stringMatching(/"usher" lacks create_users/),
    });
  });

  it('makes nothing of a single fault when the site says that it is fine', async () => {
    const { subject, states } = gate(fine);
    subject.start();
    await subject.pass(1000);
    subject.shut('paused', 'a time-out');
    expect(subject.report().state).toBe('paused');
    expect(await subject.pass(1000)).toBe(true);
    expect(states()).toEqual(['ready']);
  });

  it('believes faults in a row more than a status that is fine', async () => {
    const { subject, states } = gate(fine);
    subject.start();
    await subject.pass(1000);
    for (let i = 0; i < 8; i++) {
      subject.shut('quarantined', 'a firewall blocks the batch');
      if (i < 7) await subject.pass(1000);
    }
    await subject.pass(1000);
    expect(states()).toEqual(['ready', 'quarantined', 'ready']);
  });

  it('leaves the site alone for as long as it asks, whichever request was told so', async () => {
    const plea = new SiteError('transient', 'rate_limited', 'x.org limits the rate of requests.', 150);
    const { subject, states, probes } = gate(fine, plea, fine);
    subject.start();
    await subject.pass(1000);
    const begun = Date.now();
    subject.shut('paused', 'a time-out');
    // Asked at once, and asks for a pause; so does an answer to another request, for longer.
    await subject.pass(20);
    expect(probes()).toBe(2);
    subject.shut('paused', plea.message, 300);
    expect(await subject.pass(2000)).toBe(true);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(299);
    expect(states()).toEqual(['ready', 'paused', 'ready']);
  });

  it('leaves it alone, too, when it asks for that while it says that it is fine', async () => {
    let answer: (status: SiteStatus) => void = () => undefined;
    const subject = new SiteGate({
      status: () => new Promise<SiteStatus>((resolve) => (answer = resolve)),
      onChange: () => undefined,
    });
    open.push(subject);
    subject.start();
    await subject.pass(5);
    const begun = Date.now();
    subject.shut('paused', 'x.org limits the rate of requests.', 100);
    answer(fine);
    expect(await subject.pass(2000)).toBe(true);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(99);
  });

  it('lets nobody through and asks nothing while an operator has stopped it, until it is resumed', async () => {
    const { subject, reports, states, probes } = gate(fine);
    subject.start();
    await subject.pass(1000);
    const before = probes();
    subject.stop('An operator paused it.');
    expect(await subject.pass(20)).toBe(false);
    subject.shut('paused', 'a time-out of a request that was in flight');
    expect(await subject.pass(20)).toBe(false);
    expect(probes()).toBe(before);
    expect(await subject.check()).toMatchObject({ state: 'stopped', reason: 'An operator paused it.' });
    expect(subject.report().lastStatus).toEqual(fine);
    subject.resume();
    expect(await subject.pass(1000)).toBe(true);
    expect(states()).toEqual(['ready', 'stopped', 'ready']);
    expect(reports[1]!.reason).toBe('An operator paused it.');
  });

  it.each([
    ['fine', () => Promise.resolve(fine)],
    ['down', () => Promise.reject(down)],
  ])('stays stopped when a probe that was under way says that the site is %s', async (_how, answer) => {
    let settle: (status: Promise<SiteStatus>) => void = () => undefined;
    const subject = new SiteGate({
      status: () => new Promise<SiteStatus>((resolve) => (settle = resolve)),
      onChange: () => undefined,
    });
    open.push(subject);
    subject.start();
    await subject.pass(5);
    subject.stop('An operator paused it.');
    settle(answer());
    expect(await subject.pass(30)).toBe(false);
    expect(subject.report().state).toBe('stopped');
  });

  it('lets those who wait go when an operator stops it', async () => {
    const { subject } = gate(down);
    subject.start();
    const waiting = subject.pass(60_000);
    subject.stop('An operator paused it.');
    expect(await waiting).toBe(false);
  });

  it('asks anew when the way to the site is another', async () => {
    const { subject, states } = gate(fine, forbidden, fine);
    subject.start();
    await subject.pass(1000);
    subject.renew();
    expect(subject.report()).toMatchObject({ state: 'paused', lastStatus: null });
    expect(await subject.pass(1000)).toBe(true);
    expect(states()).toEqual(['ready', 'quarantined', 'ready']);
  });

  it('forgets those who have waited in vain, however long the site is down', async () => {
    const { subject } = gate(down);
    subject.start();
    for (let round = 0; round < 5; round += 1) await Promise.all([subject.pass(1), subject.pass(1)]);
    expect(subject).toMatchObject({ waiters: new Set() });
  });

  it('lets those who wait go when it closes for good', async () => {
    const { subject } = gate(down);
    subject.start();
    const waiting = subject.pass(60_000);
    subject.close();
    expect(await waiting).toBe(false);
  });
});
