import { randomUUID } from 'node:crypto';
import { appendToOutbox, OutboxSignal } from '@usher/event-log';
import { encodeEvent, type EventEnvelope, TOPICS } from '@usher/events';
import { eventually } from '@usher/testing';
import type { AuditEntry } from '../record/entry.js';
import type { RecordController } from '../record/record.controller.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { groupEvent, operationEvent, outcomeEvent, userEvent } from '../testing/events.js';

let audit: TestAudit;
let record: RecordController;

beforeAll(async () => {
  audit = await testAudit({ consumes: true });
  ({ record } = audit);
}, 60_000);

afterAll(() => audit?.close());

beforeEach(async () => {
  await audit.pool.query('TRUNCATE audit.entries');
});

const request = (path: string, init?: RequestInit) => audit.request(`entries${path}`, init);

interface Page {
  entries: AuditEntry[];
  nextCursor: string | null;
}

async function page(parameters: Record<string, string> = {}): Promise<Page> {
  const answer = await request(`?${new URLSearchParams(parameters).toString()}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

const ids = async (parameters: Record<string, string>) => (await page(parameters)).entries.map(({ id }) => id);

const WRONG = { headers: { authorization: 'Bearer wrong' } };

describe('recording', () => {
  it('makes one entry of an event that is delivered three times, one after another and at once', async () => {
    const event = userEvent('user.created');
    await record.onUser(event);
    await Promise.all([record.onUser(event), record.onUser(event)]);
    const { entries } = await page();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ id: event.id, action: 'create', status: 'accepted', userName: 'bjensen' });
  });

  it("makes one entry of a request and one of each target's outcome", async () => {
    const cause = userEvent('user.updated');
    const outcome = (id: string, name: string) =>
      outcomeEvent('outcome.succeeded', { causeId: cause.id, target: { id, name, siteUrl: 'https://x.example' } });
    await record.onUser(cause);
    await record.onOutcome(outcome('t1', 'Intranet'));
    await record.onOutcome(outcome('t2', 'Blog'));
    const { entries } = await page();
    expect(entries.map(({ kind, target }) => `${kind} ${target}`).sort()).toEqual([
      'outcome Blog',
      'outcome Intranet',
      'request null',
    ]);
    expect(entries.filter(({ causeId }) => causeId === cause.id)).toHaveLength(2);
  });

  it("keeps a text with a NUL character, without it, and doesn't lose what comes with it", async () => {
    const event = userEvent('user.created', { user: { userName: 'b\u0000jensen' } });
    const literal = userEvent('user.created', { user: { userName: 'b\\u0000jensen' } });
    const other = userEvent('user.created', { user: { userName: 'other' } });
    await Promise.all([record.onUser(event), record.onUser(other), record.onUser(literal)]);
    const names = (await page()).entries.map(({ userName }) => userName).sort();
    expect(names).toEqual(['b\\u0000jensen', 'bjensen', 'other']);
  });

  it('sends what the database refuses to the dead letters, and records what came in the same batch', async () => {
    const broken = userEvent('user.created', { user: { revision: 1.5 } });
    const sound = userEvent('user.created');
    const results = await Promise.allSettled([record.onUser(broken), record.onUser(sound)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((results[0] as PromiseRejectedResult).reason).toMatchObject({
      name: 'DeadLetterError',
      code: 'not_storable',
    });
    expect(await ids({})).toEqual([sound.id]);
  });

  it('consumes users, groups, outcomes and operations from the event log, a repetition included', async () => {
    const user = userEvent('user.created');
    const outcome = outcomeEvent('outcome.succeeded', { causeId: user.id });
    const group = groupEvent('group.updated', { added: { count: 1, values: ['bjensen'] } });
    const refused = { connection: null, action: 'access.refuse', status: 'rejected', code: 'invalid_token' } as const;
    const operation = operationEvent(refused);
    const last = userEvent('user.deleted', { user: { revision: 9 } });
    const message = (topic: string, event: EventEnvelope) => encodeEvent(topic, `default:${event.subject}`, event);
    await appendToOutbox(audit.pool, [
      message(TOPICS.users, user),
      message(TOPICS.users, user),
      message(TOPICS.outcomes, outcome),
      message(TOPICS.outcomes, outcome),
      message(TOPICS.groups, group),
      message(TOPICS.operations, operation),
      message(TOPICS.users, last),
    ]);
    audit.app.get(OutboxSignal).wake();
    await eventually(async () => expect((await page()).entries).toHaveLength(5));
    expect((await ids({})).sort()).toEqual([user.id, group.id, outcome.id, operation.id, last.id].sort());
    const [asGroup] = (await page({ action: 'group.update', resourceId: group.data.group.id })).entries;
    expect(asGroup).toMatchObject({ id: group.id, userName: null, externalId: '00g1', revision: 2 });
    expect(asGroup?.changes).toEqual([{ path: 'members', before: null, after: ['bjensen'] }]);
    const [asOperation] = (await page({ action: 'access.refuse', status: 'rejected', q: 'invalid_token' })).entries;
    expect(asOperation).toMatchObject({ id: operation.id, connection: null, userName: null });
  }, 30_000);
});

describe('GET /api/audit/entries', () => {
  const at = <T extends EventEnvelope>(time: string, event: T): T => ({ ...event, time });
  const joined = at('2026-11-24T10:00:00Z', userEvent('user.created', { origin: { sourceIp: '203.0.113.7' } }));
  const other = at(
    '2026-11-24T11:00:00Z',
    userEvent('user.deactivated', {
      user: { id: 'c0ffee00-0000-4000-8000-000000000001', userName: 'Ärla_100%', externalId: 'ext-9' },
      origin: { sourceIp: '::ffff:198.51.100.20', actor: 'Entra' },
    }),
  );
  const done = at(
    '2026-11-24T12:00:00Z',
    outcomeEvent('outcome.rejected', {
      causeId: joined.id,
      code: 'login_taken',
      detail: 'bjensen is taken by another',
    }),
  );

  beforeEach(async () => {
    await Promise.all([record.onUser(joined), record.onUser(other), record.onOutcome(done)]);
  });

  it.each<[Record<string, string>, { id: string }[]]>([
    [{}, [done, other, joined]],
    [{ userName: 'BJENSEN' }, [done, joined]],
    [{ userName: 'bjense' }, []],
    [{ action: 'deactivate' }, [other]],
    [{ status: 'rejected' }, [done]],
    [{ status: 'accepted' }, [other, joined]],
    [{ sourceIp: '198.51.100.20' }, [other]],
    [{ sourceIp: '::ffff:198.51.100.20' }, [other]],
    [{ sourceIp: '203.0.113.0/24' }, [done, joined]],
    [{ sourceIp: '203.0.113.9/24' }, [done, joined]],
    [{ sourceIp: '2001:db8::/32' }, []],
    [{ target: 'Intranet' }, [done]],
    [{ target: 'default' }, [done]],
    [{ resourceId: 'c0ffee00-0000-4000-8000-000000000001' }, [other]],
    [{ q: 'TAKEN by' }, [done]],
    [{ q: 'login_taken' }, [done]],
    [{ q: 'ext-9' }, [other]],
    [{ q: 'ärla' }, [other]],
    [{ q: '0%' }, [other]],
    [{ q: 'a%a' }, []],
    [{ q: 'l_1' }, []],
    [{ q: '\\' }, []],
    [{ from: '2026-11-24T11:00:00Z' }, [done, other]],
    [{ to: '2026-11-24T11:00:00Z' }, [joined]],
    [{ from: '2026-11-24T12:00:00+01:00', to: '2026-11-24T12:00:00Z' }, [other]],
    [{ userName: 'bjensen', status: 'accepted', action: '' }, [joined]],
    [{ userName: "' OR 1=1 --" }, []],
  ])('%j finds exactly what fits, newest first', async (parameters, expected) => {
    expect(await ids(parameters)).toEqual(expected.map(({ id }) => id));
  });

  it.each([
    ['limit', '0'],
    ['limit', '201'],
    ['from', 'yesterday'],
    ['to', '2026-02-31'],
    ['status', 'done'],
    ['sourceIp', 'localhost'],
    ['cursor', 'xyz'],
    ['usernam', 'bjensen'],
    ['userName', 'x%00'],
    ['q', '%00'],
  ])('answers 400 by the name of the parameter for %s=%s', async (parameter, value) => {
    const answer = await request(`?${parameter}=${value}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const body = (await answer.json()) as { parameter: string; message: string };
    expect(body.parameter).toBe(parameter);
    expect(body.message).toContain(parameter);
  });

  it('answers 401 without the operator token', async () => {
    expect((await request('', WRONG)).status).toBe(401);
    expect((await request(`/${joined.id}`, WRONG)).status).toBe(401);
  });

  it('gives one entry by its id with all it holds, and 404 for another', async () => {
    const answer = await request(`/${done.id}`);
    expect(answer.status).toBe(200);
    await expect(answer.json()).resolves.toEqual({
      id: done.id,
      occurredAt: '2026-11-24T12:00:00.000Z',
      connection: 'default',
      kind: 'outcome',
      action: 'create',
      status: 'rejected',
      userName: 'bjensen',
      email: null,
      login: 'bjensen',
      resourceId: done.data.user.id,
      externalId: '00u1',
      sourceIp: '203.0.113.7',
      actor: 'Okta',
      target: 'Intranet',
      targetId: 'default',
      detail: 'bjensen is taken by another',
      code: 'login_taken',
      traceId: done.data.origin.traceId,
      changes: [],
      execution: null,
      revision: 3,
      causeId: joined.id,
      position: expect.any(Number),
      chain: 'default',
      seq: expect.any(Number),
      erasedBy: null,
    });
    expect((await request(`/${randomUUID()}`)).status).toBe(404);
    expect((await request('/nonsense')).status).toBe(404);
  });
});

describe('paging', () => {
  it('over entries of one and the same time skips and repeats none, while new ones come in', async () => {
    const events = Array.from({ length: 23 }, () => userEvent('user.created'));
    await Promise.all(events.map((event) => record.onUser(event)));
    const seen: string[] = [];
    let cursor = '';
    do {
      const answer = await page({ limit: '5', cursor, status: 'accepted' });
      expect(answer.entries.length).toBeLessThanOrEqual(5);
      seen.push(...answer.entries.map(({ id }) => id));
      cursor = answer.nextCursor ?? '';
      await record.onUser({ ...userEvent('user.created'), time: '2026-11-25T00:00:00Z' });
    } while (cursor !== '');
    expect(seen).toHaveLength(23);
    expect(new Set(seen)).toEqual(new Set(events.map(({ id }) => id)));
  });

  it('ends with a page that is exactly full', async () => {
    await Promise.all([record.onUser(userEvent('user.created')), record.onUser(userEvent('user.created'))]);
    // What an earlier test was refused may be told of only now.
    expect((await page({ limit: '2', action: 'create' })).nextCursor).toBeNull();
  });
});
