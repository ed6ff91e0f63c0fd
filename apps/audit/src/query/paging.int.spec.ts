import { randomUUID } from 'node:crypto';
import { inTransaction } from '@usher/persistence';
import fc from 'fast-check';
import { append } from '../record/append.js';
import type { AuditEntry } from '../record/entry.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { PageSearch } from './page-search.js';
import { isFacetSort, SORTS } from './sort.js';

let audit: TestAudit;

beforeAll(async () => {
  audit = await testAudit();
}, 60_000);

afterAll(() => audit?.close());

const orNone = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const NAMES = ['ada', 'Ada', 'bert_1', 'b%', 'Öla'];
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.200.0.1', '192.0.2.7', '2001:db8::1', '2001:db8::a0'];
const TIMES = [
  '2026-10-31T23:59:59.999Z',
  '2026-11-01T00:00:00.000Z',
  '2026-11-01T00:00:00.001Z',
  '2026-11-20T05:00:00.000Z',
];

const entry: fc.Arbitrary<AuditEntry> = fc.record({
  id: fc.uuid(),
  occurredAt: fc.constantFrom(...TIMES),
  connection: orNone(fc.constantFrom('okta', 'entra')),
  kind: fc.constantFrom('request', 'outcome', 'operation'),
  action: fc.constantFrom('create', 'update', 'token.create'),
  status: fc.constantFrom('accepted', 'succeeded', 'rejected'),
  userName: orNone(fc.constantFrom(...NAMES)),
  email: orNone(fc.constantFrom('Ada@example.com', 'b@example.com')),
  login: orNone(fc.constantFrom('ada', 'Bert')),
  resourceId: orNone(fc.constantFrom('r1', 'r2')),
  externalId: orNone(fc.constantFrom('x1')),
  sourceIp: orNone(fc.constantFrom(...ADDRESSES)),
  actor: orNone(fc.constantFrom('Okta', 'okta', 'Alice')),
  target: orNone(fc.constantFrom('Blog', 'intranet', 't1')),
  targetId: orNone(fc.constantFrom('t1', 't2')),
  detail: fc.constantFrom('asked to update ada', 'Taken BY another', '100% sure'),
  code: orNone(fc.constantFrom('login_taken')),
  traceId: orNone(fc.constantFrom('0af7651916cd43dd8448eb211c80319c')),
  changes: fc.constant([]),
  execution: fc.constant(null),
  revision: fc.constant(null),
  causeId: fc.constant(null),
});

const words = {
  userName: fc.constantFrom('ADA', 'b*', 'bert_*', 'Öla', 'none'),
  email: fc.constantFrom('ada@EXAMPLE.com', 'b@*'),
  login: fc.constantFrom('ADA', 'be*'),
  action: fc.constantFrom('create', 'create,update', 'delete'),
  status: fc.constantFrom('rejected', 'accepted,succeeded', 'held'),
  kind: fc.constantFrom('request', 'outcome,operation'),
  sourceIp: fc.constantFrom('10.0.0.1', '10.0.0.0/24', '10.0.0.0/8', '2001:db8::/32', '2001:db8::1', '0.0.0.0/0'),
  target: fc.constantFrom('Blog', 't1', 'blog'),
  actor: fc.constantFrom('OKTA', 'Alice'),
  connection: fc.constantFrom('okta', '-', 'google'),
  resourceId: fc.constantFrom('r1'),
  code: fc.constantFrom('login_taken'),
  traceId: fc.constantFrom('0af7651916cd43dd8448eb211c80319c'),
  q: fc.constantFrom('taken by', '%', 'ADA', 'öl'),
  from: fc.constantFrom(...TIMES),
  to: fc.constantFrom(...TIMES),
};
const whole = fc.record(words);
type Filter = Partial<typeof whole extends fc.Arbitrary<infer T> ? T : never>;

/** Of more conditions than three at once nearly nothing would be left. */
const filter = fc.tuple(whole, fc.integer({ min: 0, max: 3 }), fc.infiniteStream(fc.nat())).map(([all, most, draw]) => {
  const names = Object.keys(all) as (keyof Filter)[];
  const chosen = [...draw.take(most)].map((n) => names[n % names.length]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => chosen.includes(name as keyof Filter))) as Filter;
});

const named = (asked: string | undefined, name: string | null): boolean => {
  if (asked === undefined) return true;
  if (name === null) return false;
  const [text, given] = [asked.toLowerCase(), name.toLowerCase()];
  return text.endsWith('*') ? given.startsWith(text.slice(0, -1)) : given === text;
};
const oneOf = (asked: string | undefined, word: string) => asked === undefined || asked.split(',').includes(word);
const same = (asked: string | undefined, value: string | null) => asked === undefined || asked === value;
const NETWORKS: Record<string, string[]> = {
  '10.0.0.0/24': ['10.0.0.1', '10.0.0.2'],
  '10.0.0.0/8': ['10.0.0.1', '10.0.0.2', '10.200.0.1'],
  '2001:db8::/32': ['2001:db8::1', '2001:db8::a0'],
  '0.0.0.0/0': ADDRESSES.slice(0, 4),
};

function fits(e: AuditEntry, f: Filter): boolean {
  const text = [e.userName, e.email, e.login, e.externalId, e.actor, e.target, e.code].map((value) => value ?? '');
  return (
    named(f.userName, e.userName) &&
    named(f.email, e.email) &&
    named(f.login, e.login) &&
    [f.action, f.status, f.kind].every((asked, i) => oneOf(asked, [e.action, e.status, e.kind][i]!)) &&
    (f.sourceIp === undefined || (NETWORKS[f.sourceIp] ?? [f.sourceIp]).includes(e.sourceIp ?? '')) &&
    (f.target === undefined || f.target === e.target || f.target === e.targetId) &&
    (f.actor === undefined || f.actor.toLowerCase() === e.actor?.toLowerCase()) &&
    (f.connection === undefined || f.connection === (e.connection ?? '-')) &&
    same(f.resourceId, e.resourceId) &&
    same(f.code, e.code) &&
    same(f.traceId, e.traceId) &&
    (f.q === undefined || [...text, e.detail].join(' ').toLowerCase().includes(f.q.toLowerCase())) &&
    (f.from === undefined || e.occurredAt >= f.from) &&
    (f.to === undefined || e.occurredAt < f.to)
  );
}

/** By value, nulls last in either order; then by time and id. Addresses are listed in their order. */
function inOrder(entries: AuditEntry[], sort: (typeof SORTS)[number], order: 'asc' | 'desc'): AuditEntry[] {
  const sign = order === 'asc' ? 1 : -1;
  const valueOf = (e: AuditEntry): string | null => {
    if (sort === 'sourceIp') return e.sourceIp && String(ADDRESSES.indexOf(e.sourceIp));
    return sort === 'occurredAt' ? '' : (e[sort]?.toLowerCase() ?? null);
  };
  const compare = (a: string, b: string) => (a === b ? 0 : sign * (a < b ? -1 : 1));
  return entries.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
    } else if (one !== other) return compare(one, other);
    return compare(a.occurredAt, b.occurredAt) || compare(a.id, b.id);
  });
}

interface Page {
  entries: AuditEntry[];
  nextCursor: string | null;
  total?: { count: number; exact: boolean };
}

async function ask(parameters: Record<string, string | undefined>): Promise<Page> {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const answer = await audit.request(`entries?${new URLSearchParams(given as [string, string][]).toString()}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

async function fill(entries: AuditEntry[]): Promise<void> {
  await audit.pool.query('TRUNCATE audit.entries, audit.facets, audit.statistics');
  await inTransaction(audit.pool, (client) => append(client, entries));
}

interface Question {
  filter: Filter;
  sort: (typeof SORTS)[number];
  order: 'asc' | 'desc';
}

/** All pages of it, one after another, are what fits, once and in order. */
async function answersRightly(kept: AuditEntry[], { filter: given, sort, order }: Question, limit: number) {
  const fitting = kept.filter((e) => fits(e, given));
  const expected = inOrder(fitting, sort, order).map(({ id }) => id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ ...given, sort, order, limit: String(limit), cursor, count: 'true' });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    if (page.total?.exact === true) expect(page.total.count).toBe(expected.length);
    seen.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(expected);
}

const entries = fc.uniqueArray(entry, { minLength: 20, maxLength: 60, selector: ({ id }) => id });
const limits = fc.integer({ min: 1, max: 12 });
const order = fc.constantFrom('asc' as const, 'desc' as const);

describe('paging through the audit', () => {
  it('gives what fits, all of it once and in order, whatever is asked for', async () => {
    const question = fc.record({ filter, sort: fc.constantFrom(...SORTS), order });
    const questions = fc.array(question, { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(entries, questions, limits, async (kept, asked, limit) => {
        await fill(kept);
        for (const each of asked) await answersRightly(kept, each, limit);
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  it('does so as well where a word is common, and looked for value by value in ever longer spans', async () => {
    const { effort } = audit.app.get(PageSearch);
    const usual = { ...effort };
    Object.assign(effort, { sorted: 0, lookedAt: Infinity });
    const word = fc.oneof(fc.record({ q: words.q }), fc.record({ code: words.code }));
    const asked = fc.tuple(filter, word).map(([others, one]) => ({ ...others, ...one }));
    const question = fc.record({ filter: asked, sort: fc.constantFrom(...SORTS.filter(isFacetSort)), order });
    const questions = fc.array(question, { minLength: 10, maxLength: 10 });
    try {
      await fc.assert(
        fc.asyncProperty(entries, questions, limits, async (kept, asked, limit) => {
          await fill(kept);
          for (const each of asked) await answersRightly(kept, each, limit);
        }),
        { numRuns: 25 },
      );
    } finally {
      Object.assign(effort, usual);
    }
  }, 300_000);

  it('finds entries in the networks of which there are many addresses', async () => {
    const [sample] = fc.sample(entry, 1) as [AuditEntry];
    const entries = Array.from({ length: 300 }, (_, i) => ({
      ...sample,
      id: randomUUID(),
      sourceIp: `10.1.${i % 250}.${Math.floor(i / 250)}`,
    }));
    await fill(entries);
    const { total } = await ask({ sourceIp: '10.1.0.0/16', count: 'true' });
    expect(total).toEqual({ count: 300, exact: true });
    expect((await ask({ sourceIp: '10.1.0.0/16', limit: '200' })).nextCursor).not.toBeNull();
    expect((await ask({ sourceIp: '10.1.7.0/24' })).entries).toHaveLength(2);
  });
});
