import type { Bucket, Counts } from '../statistics/buckets.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { groupEvent, operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import type { Timeline } from './timeline.controller.js';

let audit: TestAudit;

const asked = userEvent('user.created');
const done = outcomeEvent('outcome.succeeded', {
  causeId: asked.id,
  askedAt: asked.time,
  execution: {
    plannedAt: '2026-11-24T13:00:00.100Z',
    calledAt: '2026-11-24T13:00:00.150Z',
    answeredAt: '2026-11-24T13:00:00.900Z',
    requestMs: 700,
    attempts: 1,
    operation: 'upsert',
    decision: [{ step: 'scoped', rule: 'everybody', detail: 'in scope' }],
  },
});
const elsewhere = userEvent('user.updated', { origin: { traceId: 'f'.repeat(32) } });

beforeAll(async () => {
  audit = await testAudit();
  const { record } = audit;
  const refused = operationEvent({ action: 'access.refuse', status: 'rejected', connection: null });
  refused.data.origin = { ...refused.data.origin, traceId: 'e'.repeat(32) };
  await record.onUser(asked);
  await record.onOutcome({ ...done, time: '2026-11-24T13:00:00.950Z' });
  await record.onUser(elsewhere);
  await record.onGroup({ ...groupEvent('group.created'), time: '2026-11-24T15:59:59.999Z' });
  await record.onOperation(refused);
}, 60_000);

afterAll(() => audit?.close());

async function ask<Answer>(path: string, status = 200, init?: RequestInit): Promise<Answer> {
  const answer = await audit.request(path, init);
  expect(answer.status).toBe(status);
  return (await answer.json()) as Answer;
}

describe('GET /api/audit/timeline/:traceId', () => {
  it('gives all entries of one trace, the oldest first, and the steps that they tell of', async () => {
    const { traceId, entries, steps } = await ask<Timeline>(`timeline/${asked.data.origin.traceId}`);
    expect(traceId).toBe(asked.data.origin.traceId);
    expect(entries.slice(0, 2).map(({ id }) => id)).toEqual([asked.id, done.id]);
    expect(entries[1]?.execution).toEqual({ askedAt: asked.time, ...done.data.execution });
    const first = steps.filter(({ entryId }) => entryId === asked.id || entryId === done.id);
    expect(first.map(({ what }) => what)).toEqual(['request', 'event', 'plan', 'call', 'outcome']);
    expect(entries.map(({ id }) => id)).not.toContain(elsewhere.id);
  });

  it('answers 404 for a trace that there is nothing of, and 401 without the token', async () => {
    await ask(`timeline/${'0'.repeat(32)}`, 404);
    await ask('timeline/nonsense', 404);
    await ask(`timeline/${asked.data.origin.traceId}`, 401, { headers: { authorization: 'Bearer wrong' } });
  });
});

describe('GET /api/audit/statistics', () => {
  const read = (query: string) => ask<{ buckets: Bucket[]; totals: Counts }>(`statistics?${query}`);

  it('counts by the hour what was recorded, with the time to the site', async () => {
    const { buckets, totals } = await read('from=2026-11-24T12:10:00Z&to=2026-11-24T16:00:00Z');
    expect(buckets.map(({ at, requests }) => [at.slice(11, 13), requests])).toEqual([
      ['12', 0],
      ['13', 2],
      ['14', 0],
      ['15', 1],
    ]);
    expect(buckets[1]).toMatchObject({ succeeded: 1, refused: 1, operations: 0 });
    expect(totals).toMatchObject({ requests: 3, succeeded: 1, timeToSite: { count: 1 } });
    // 900 ms, at most a fifth more.
    expect(totals.timeToSite.p95).toBeGreaterThanOrEqual(900);
    expect(totals.timeToSite.p95).toBeLessThanOrEqual(1080);
  });

  it('counts by the day, by connection and by target', async () => {
    const day = 'from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&bucket=day';
    expect((await read(day)).buckets).toHaveLength(1);
    expect((await read(`${day}&connection=-`)).totals).toMatchObject({ requests: 0, refused: 1 });
    expect((await read(`${day}&connection=other`)).totals).toMatchObject({ requests: 0, refused: 0 });
    for (const target of ['default', 'Intranet'])
      expect((await read(`${day}&target=${target}`)).totals).toMatchObject({ requests: 0, succeeded: 1 });
  });

  it('shows the last day or thirty where no time is named', async () => {
    expect((await read('')).buckets.length).toBeGreaterThanOrEqual(24);
    expect((await read('bucket=day')).buckets.length).toBeGreaterThanOrEqual(30);
  });

  it.each(['from=2020-01-01T00:00:00Z', 'from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z', 'bucket=week', 'by=day'])(
    'answers 400 for %s',
    async (query) => {
      await ask(`statistics?${query}`, 400);
    },
  );
});

describe('GET /api/audit/actions', () => {
  it('tells the words that were recorded', async () => {
    const { actions } = await ask<{ actions: { action: string; kind: string }[] }>('actions');
    expect(actions).toEqual([
      { kind: 'operation', action: 'access.refuse' },
      { kind: 'outcome', action: 'create' },
      { kind: 'request', action: 'create' },
      { kind: 'request', action: 'group.create' },
      { kind: 'request', action: 'update' },
    ]);
  });
});
