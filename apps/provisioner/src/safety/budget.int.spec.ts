import type { BudgetSettings } from '@usher/provisioning';
import { WorkDatabase } from '../testing/work-database.js';
import { Budget } from './budget.js';

let db: WorkDatabase;

beforeAll(async () => {
  db = await WorkDatabase.open();
}, 30_000);
afterAll(() => db.close());
beforeEach(() => db.rows('TRUNCATE provisioner.departures, provisioner.links'));

const budget = (parts: Partial<BudgetSettings>): BudgetSettings => ({
  count: null,
  share: null,
  windowMinutes: 60,
  ...parts,
});
const link = (target: string, count: number, wordpressId: number | null = 1) =>
  db.rows(
    `INSERT INTO provisioner.links (target_id, scim_id, user_name, wordpress_id, revision, cause_id, status)
     SELECT $1, coalesce($3::text, 'none') || '-' || g, g, $3::int, 1, g, 'active' FROM generate_series(1, $2::int) g`,
    [target, count, wordpressId],
  );
const admit = async (ids: string[], settings: BudgetSettings, target = 'a') => {
  const subject = new Budget(db.pool);
  const verdicts = await Promise.all(
    ids.map((scimId) => subject.admit(target, { scimId, revision: 1, budget: settings })),
  );
  return verdicts.filter(Boolean).length;
};
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const age = (minutes: number) =>
  db.rows('UPDATE provisioner.departures SET at = at - make_interval(mins => $1)', [minutes]);

/** A small generator, so that a failure can be had again from its seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('the budget of departures', () => {
  it('lets as many go as the count says, and as many again when the window is over', async () => {
    expect(await admit(ids('x', 5), budget({ count: 3 }))).toBe(3);
    await age(59);
    expect(await admit(ids('y', 5), budget({ count: 3 }))).toBe(0);
    await age(2);
    expect(await admit(ids('z', 5), budget({ count: 3 }))).toBe(3);
  });

  it('is a share of the accounts that are linked, rounded down, and the smaller of share and count', async () => {
    await link('a', 19);
    await link('a', 50, null);
    await link('b', 100);
    expect(await admit(ids('x', 9), budget({ share: 0.1 }))).toBe(1);
    await link('b', 1, 2);
    expect(await admit(ids('x', 9), budget({ share: 0.05, count: 3 }), 'b')).toBe(3);
    expect(await admit(ids('y', 9), budget({ share: 0.05, count: 30 }), 'b')).toBe(2);
  });

  it('knows no limit where none is set, and lets nobody go where it is nought', async () => {
    expect(await admit(ids('x', 9), budget({}))).toBe(9);
    expect(await admit(ids('x', 9), budget({ count: 0 }))).toBe(0);
    expect(await admit(ids('x', 9), budget({ share: 0.5 }))).toBe(0);
  });

  it('counts a departure once, however often it is tried', async () => {
    for (let i = 0; i < 3; i++) expect(await admit(ids('x', 2), budget({ count: 2 }))).toBe(2);
    expect(await admit(ids('y', 1), budget({ count: 2 }))).toBe(0);
  });

  it('is one for all processes, whatever the interleaving', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      await db.rows('TRUNCATE provisioner.departures, provisioner.links');
      const next = random(seed);
      const count = Math.floor(next() * 20);
      const share = next() < 0.5 ? null : next();
      const linked = Math.floor(next() * 40);
      await link('a', linked);
      const processes = Array.from({ length: 4 }, () => new Budget(db.pool));
      const settings = budget({ count, share });
      const admitted = new Set<string>();
      await Promise.all(
        Array.from({ length: 60 }, async () => {
          // Some twice, by different processes: a lease that ran out.
          const scimId = `user-${Math.floor(next() * 40)}`;
          const process = processes[Math.floor(next() * processes.length)]!;
          await new Promise((resolve) => setTimeout(resolve, next() * 10));
          if (await process.admit('a', { scimId, revision: 1, budget: settings })) admitted.add(scimId);
        }),
      );
      const allowed = Math.min(count, share === null ? Infinity : Math.floor(share * linked));
      const [row] = await db.rows<{ count: number }>('SELECT count(*)::int AS count FROM provisioner.departures');
      expect([seed, admitted.size, row!.count]).toEqual([seed, allowed, allowed]);
    }
  });
});
