import { Logger } from '@nestjs/common';
import { SiteError } from '@usher/wordpress';
import { FakeSite } from '../testing/fake-site.js';
import { policyOf, SiteBench } from '../testing/site-bench.js';
import { explain } from './explain.js';
import { explainAll } from './explain-all.js';
import { History } from './history.js';
import { rehearse, type RehearsalLine, type RehearsalSummary } from './rehearse.js';

let site: FakeSite;
let bench: SiteBench;

beforeEach(async () => {
  Logger.overrideLogger(false);
  site = new FakeSite();
  bench = await SiteBench.open(site);
});
afterEach(() => bench.close());

const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));

async function gathered<T>(lines: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function rehearsal(settings: object, from = at(0), to = at(24)) {
  const candidate = policyOf(settings);
  const history = new History(bench.work.pool);
  const lines = await gathered(rehearse(history, bench.target, { from, to, current: bench.target.policy, candidate }));
  const summary = lines.pop() as RehearsalSummary;
  return { lines: lines as RehearsalLine[], summary };
}

describe('a rehearsal of past events', () => {
  it('tells which would be treated otherwise, and asks the site nothing', async () => {
    await bench.tell('jane', { receivedAt: at(1), attributes: { name: { givenName: 'Jane' } } });
    await bench.tell('joe', { receivedAt: at(2) });
    const mapping = [
      ...bench.target.policy.settings.mapping.filter(({ to }) => to !== 'first_name'),
      { to: 'first_name', from: { constant: 'Someone' } },
    ];
    const { lines, summary } = await rehearsal({ mapping });
    expect(lines).toMatchObject([
      { scimId: 'jane', differs: ['first_name'], current: { action: 'create' }, candidate: { action: 'create' } },
      { scimId: 'joe', differs: ['first_name'] },
    ]);
    expect(summary).toMatchObject({
      events: 2,
      users: 2,
      differing: 2,
      current: { create: 2 },
      candidate: { create: 2 },
    });
    expect(site.requests).toBe(0);
  });

  it('follows each user through its events as the site would have been by then', async () => {
    await bench.tell('jane', { receivedAt: at(1) });
    await bench.tell('jane', { revision: 2, active: false, receivedAt: at(2) });
    await bench.tell('jane', { revision: 3, receivedAt: at(3) });
    await bench.tell('jane', { revision: 4, deleted: true, active: false, receivedAt: at(4) });
    const { lines, summary } = await rehearsal({ deprovisioning: { deleted: { do: 'deactivate' } } });
    expect(summary).toMatchObject({
      current: { create: 1, deactivate: 1, reactivate: 1, delete: 1 },
      candidate: { create: 1, deactivate: 2, reactivate: 1 },
      ...{ differing: 1, departures: { current: 2, candidate: 2 } },
    });
    expect(lines).toMatchObject([{ revision: 4, current: { action: 'delete' }, candidate: { action: 'deactivate' } }]);
  });

  it('begins with the account that the state before the time had left', async () => {
    await bench.tell('jane', { receivedAt: at(1) });
    await bench.tell('jane', { revision: 2, active: false, receivedAt: at(6) });
    const { summary } = await rehearsal({ switches: { deactivate: false } }, at(5), at(7));
    expect(summary).toMatchObject({ events: 1, current: { deactivate: 1 }, candidate: { skipped: 1 }, differing: 1 });
  });

  it('begins with the linked account where the state before is not kept any more', async () => {
    await bench.tell('jane', { revision: 5 });
    await bench.provisionAll();
    const asked = site.requests;
    await bench.work.pool.query('DELETE FROM provisioner.states');
    await bench.tell('jane', { revision: 6, active: false, receivedAt: at(1) });
    const { summary } = await rehearsal({});
    expect(summary).toMatchObject({ current: { deactivate: 1 }, departures: { current: 1 } });
    expect(site.requests).toBe(asked);
  });

  it('takes only the events of the time, of the connections that feed the target', async () => {
    await bench.tell('early', { receivedAt: at(1) });
    await bench.tell('inside', { receivedAt: at(5) });
    await bench.tell('late', { receivedAt: at(9) });
    await bench.tell('foreign', { connection: 'other', receivedAt: at(5) });
    expect((await rehearsal({}, at(5), at(9))).summary).toMatchObject({ events: 1, users: 1 });
  });

  it('goes through more events than fit on one page, a user’s across its end', async () => {
    const rows = 1_200;
    for (let i = 0; i < rows / 2; i += 1) {
      const id = `user-${String(i).padStart(4, '0')}`;
      await bench.tell(id, { receivedAt: at(1) });
      await bench.tell(id, { revision: 2, email: `new-${id}@x.org`, receivedAt: at(2) });
    }
    const { lines, summary } = await rehearsal({});
    expect(summary).toMatchObject({ events: rows, users: rows / 2, current: { create: rows / 2, update: rows / 2 } });
    expect(lines).toEqual([]);
  });

  it('never shows the hash of a password', async () => {
    const hash = '$2y$10$abcdefghijklmnopqrstuu5yUS1HzqL4Bz6r8rS8F1J0b5YoM0Oe2';
    await bench.tell('jane', { password: hash, receivedAt: at(1) });
    const { lines } = await rehearsal({ switches: { password: true } });
    expect(lines).toMatchObject([{ differs: ['password'] }]);
    expect(JSON.stringify(lines)).not.toContain(hash);
  });
});

const known = async (scimId: string) => (await bench.directory.byScimIds('blog', 'idp', [scimId])).get(scimId)!;

describe('an explanation', () => {
  it('tells every step, with the very operation that the execution sends, and changes nothing', async () => {
    await bench.tell('jane', { attributes: { name: { givenName: 'Jane' } } });
    const explanation = await explain(await known('jane'), bench.target, bench.target.policy, bench.links);
    expect(explanation.steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['received', 'scoped', 'matched', 'mapped', 'decided', 'executed']),
    );
    expect(explanation.steps.at(-1)).toMatchObject({
      step: 'executed',
      detail: expect.stringMatching(/"name-jane" would be made/),
    });
    expect(site.of('jane')).toBeUndefined();

    const sent: unknown[] = [];
    const batch = site.batch.bind(site);
    site.batch = (operations) => {
      sent.push(...operations);
      return batch(operations);
    };
    await bench.provisionAll();
    expect(sent).toEqual([explanation.operation]);
  });

  it('shows the account that would be adopted, by which key, and what would change', async () => {
    site.add({ login: 'old', email: 'jane@example.org', names: { display_name: 'Old' } });
    await bench.tell('jane');
    const explanation = await explain(await known('jane'), bench.target, bench.target.policy, bench.links);
    expect(explanation).toMatchObject({ account: { login: 'old' }, site: { reached: true } });
    expect(explanation.changes).toContainEqual(
      expect.objectContaining({ path: 'display_name', found: 'Old', wanted: 'name-jane' }),
    );
    expect(explanation.steps.at(-1)?.detail).toMatch(/"old", found by its email, would become this user's/);
  });

  it('of other settings is by those', async () => {
    await bench.tell('jane');
    const explanation = await explain(
      await known('jane'),
      bench.target,
      policyOf({ scope: 'userName eq "nobody"' }),
      bench.links,
    );
    expect(explanation).toMatchObject({ plan: { kind: 'skip', code: 'out_of_scope' }, operation: null });
  });

  it('is given all the same when the site does not answer', async () => {
    await bench.tell('jane');
    site.faults = [new SiteError('transient', 'http_503', 'The site answers 503.')];
    const explanation = await explain(await known('jane'), bench.target, bench.target.policy, bench.links);
    expect(explanation).toMatchObject({
      site: { reached: false, reason: 'The site answers 503.' },
      plan: { kind: 'execute' },
    });
  });

  it('never shows the hash of a password', async () => {
    const hash = '$2y$10$abcdefghijklmnopqrstuu5yUS1HzqL4Bz6r8rS8F1J0b5YoM0Oe2';
    await bench.tell('jane', { password: hash });
    const explanation = await explain(
      await known('jane'),
      bench.target,
      policyOf({ switches: { password: true } }),
      bench.links,
    );
    expect(explanation.operation).toHaveProperty('password');
    expect(JSON.stringify(explanation)).not.toContain(hash);
  });
});

describe('an explanation of all users', () => {
  it('has a line for each and counts at the end, and asks the site nothing', async () => {
    for (const id of ['same', 'changed', 'away', 'gone']) await bench.tell(id);
    await bench.provisionAll();
    const asked = site.requests;
    await bench.tell('changed', { revision: 2, email: 'other@x.org' });
    await bench.tell('away', { revision: 2, active: false });
    await bench.tell('gone', { revision: 2, active: false, deleted: true });
    await bench.tell('new');
    await bench.tell('never', { deleted: true, active: false });
    const lines = await gathered(explainAll(bench.directory, bench.target, bench.target.policy));
    expect(lines.at(-1)).toEqual({
      ...{ summary: true, users: 5, departures: 2 },
      counts: { unchanged: 1, update: 1, deactivate: 1, delete: 1, create: 1 },
    });
    expect(lines).toHaveLength(6);
    expect(site.requests).toBe(asked);
  });

  it('goes through more users than fit on one page, each once', async () => {
    for (let i = 0; i < 1_100; i += 1) await bench.tell(`user-${i}`);
    const lines = await gathered(explainAll(bench.directory, bench.target, bench.target.policy));
    expect(lines.at(-1)).toMatchObject({ users: 1_100, counts: { create: 1_100 } });
    expect(new Set(lines.map((line) => ('scimId' in line ? line.scimId : ''))).size).toBe(1_101);
  });
});
