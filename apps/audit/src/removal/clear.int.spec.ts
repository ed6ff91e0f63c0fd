import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { operationEvent, userEvent } from '../testing/events.js';
import type { Cleared, ClearPreview } from './clear.service.js';

let audit: TestAudit;

beforeEach(async () => {
  audit = await testAudit();
  for (const userName of ['ada', 'ben', 'ada'])
    await audit.record.onUser(userEvent('user.updated', { user: { userName } }));
  await audit.record.onOperation(operationEvent({ connection: null }));
});

afterEach(() => audit.close());

type Refusal = { parameter?: string; message: string };
const preview = (filter: unknown) => audit.ask<ClearPreview & Refusal>('POST', 'clear/preview', { filter });
const clear = (body: unknown) => audit.ask<Cleared & Refusal>('POST', 'clear', body);

describe('clearing', () => {
  it('takes out exactly what was shown, says so in each chain, and why', async () => {
    const shown = (await preview({})).body;
    expect(shown).toMatchObject({ entries: 4, confirmation: expect.stringMatching(/^clear 4 entries /) });
    await audit.record.onUser(userEvent('user.created'));
    const { status, body } = await clear({ filter: {}, confirmation: shown.confirmation, reason: 'Test data' });
    expect({ status, body }).toMatchObject({ status: 200, body: { entries: 4 } });
    expect(body.tombstones.map(({ chain, entries }) => [chain, entries])).toEqual([
      ['-', 1],
      ['default', 3],
    ]);
    const left = await audit.entries();
    expect(left.map(({ action }) => action).sort()).toEqual([
      'audit.clear',
      'audit.clear',
      'audit.clear.request',
      'create',
    ]);
    expect(left.find(({ action }) => action === 'audit.clear.request')?.detail).toMatch(
      /all entries \(4\): Test data$/,
    );
    expect(await audit.fault()).toBeNull();
  });

  it('needs one connection, and takes no null for a filter', async () => {
    expect(await preview({ userName: null })).toMatchObject({ status: 400, body: { parameter: 'filter.userName' } });
    const { confirmation } = (await preview({})).body;
    const held = await Promise.all(Array.from({ length: 9 }, () => audit.pool.connect()));
    expect((await clear({ filter: {}, confirmation, reason: 'x' })).status).toBe(200);
    for (const client of held) client.release();
  });

  it('is by any filter, and never of the record of such acts', async () => {
    const filter = { userName: 'ADA' };
    const shown = (await preview(filter)).body;
    expect(shown.entries).toBe(2);
    await clear({ filter, confirmation: shown.confirmation, reason: 'x' });
    const all = (await preview({})).body;
    expect(all.entries).toBe(2);
    expect((await clear({ filter: {}, confirmation: all.confirmation, reason: 'x' })).body.entries).toBe(2);
    expect((await preview({ action: ['audit.clear'] })).body.entries).toBe(0);
    expect(await audit.fault()).toBeNull();
  });

  it('answers lines of progress to who asks for them', async () => {
    const { confirmation } = (await preview({})).body;
    const answer = await fetch(`${audit.url}/api/audit/clear`, {
      method: 'POST',
      headers: {
        ...{ authorization: 'Bearer operator-token', accept: 'application/x-ndjson' },
        'content-type': 'application/json',
      },
      body: JSON.stringify({ filter: {}, confirmation, reason: 'x' }),
    });
    const lines = (await answer.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { cleared: 1 },
      { cleared: 4 },
      { result: expect.objectContaining({ entries: 4 }) },
    ]);
  });

  it('wants the confirmation of what it is to clear', async () => {
    const all = (await preview({})).body.confirmation;
    const ada = (await preview({ userName: 'ada' })).body.confirmation;
    for (const confirmation of [ada, 'clear 4 entries', all.replace('4', '3'), '']) {
      const answer = await clear({ filter: {}, confirmation, reason: 'x' });
      expect(answer).toMatchObject({ status: 400, body: { parameter: 'confirmation' } });
    }
    await clear({ filter: { userName: 'ada' }, confirmation: ada, reason: 'x' });
    // Two of the four are gone: it isn't what was shown any more.
    expect((await clear({ filter: {}, confirmation: all, reason: 'x' })).body.message).toContain('preview again');
    expect(await audit.entries({ userName: 'ben' })).toHaveLength(1);
  });

  it.each([
    ['filter', {}],
    ['filter', { filter: 'all' }],
    ['filter.usernam', { filter: { usernam: 'x' } }],
    ['filter.from', { filter: { from: 'yesterday' } }],
  ])('answers 400 by the name of %s for %j', async (parameter, body) => {
    const answer = await audit.ask<Refusal>('POST', 'clear/preview', body);
    expect(answer).toMatchObject({ status: 400, body: { parameter } });
  });

  it('wants a reason', async () => {
    const { confirmation } = (await preview({})).body;
    expect(await clear({ filter: {}, confirmation, reason: ' ' })).toMatchObject({
      status: 400,
      body: { parameter: 'reason' },
    });
  });
});
