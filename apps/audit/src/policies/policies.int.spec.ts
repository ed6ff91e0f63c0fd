import { inTransaction } from '@usher/persistence';
import { append } from '../record/append.js';
import { requestEntry } from '../record/from-event.js';
import { RetentionService } from '../removal/retention.service.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import type { Policy } from './policy.store.js';

let audit: TestAudit;

beforeEach(async () => {
  audit = await testAudit();
});

afterEach(() => audit.close());

const set = (connection: string, body: unknown) =>
  audit.ask<Policy & { parameter?: string; message?: string }>('PUT', `policies/${connection}`, body);

describe('policies', () => {
  it('are set by connection, and each change is recorded with what was before', async () => {
    expect(await set('default', { retentionDays: 30, masked: [] })).toMatchObject({ status: 200 });
    await set('default', { retentionDays: 30, masked: ['emails', 'EMAILS'] });
    await set('default', { retentionDays: 30, masked: ['emails'] });
    await set('-', { retentionDays: null, masked: ['title'] });
    expect((await audit.ask('GET', 'policies')).body).toEqual({
      policies: [
        { connection: '-', retentionDays: null, masked: ['title'] },
        { connection: 'default', retentionDays: 30, masked: ['emails'] },
      ],
    });
    const entries = (await audit.entries({ action: 'audit.policy', connection: 'default' })).reverse();
    expect(entries.slice(0, 2).map(({ changes }) => changes)).toEqual([
      [{ path: 'retentionDays', before: null, after: 30 }],
      [{ path: 'masked', before: [], after: ['EMAILS'] }],
    ]);
    expect(entries[0]).toMatchObject({ actor: 'operator', detail: expect.stringContaining('kept for 30 days') });
  });

  it.each([
    ['retentionDays', { retentionDays: 0, masked: [] }],
    ['retentionDays', { retentionDays: 36_501, masked: [] }],
    ['retentionDays', { retentionDays: 1.5, masked: [] }],
    ['retentionDays', { masked: [] }],
    ['masked', { retentionDays: null }],
    ['masked', { retentionDays: null, masked: ['emails[type eq "work"]'] }],
    ['masked', { retentionDays: null, masked: ['userName'] }],
    ['days', { retentionDays: null, masked: [], days: 3 }],
  ])('answer 400 by the name of the field %s for %j', async (parameter, body) => {
    const answer = await set('default', body);
    expect(answer).toMatchObject({ status: 400, body: { parameter, message: expect.stringContaining(parameter) } });
    expect((await audit.ask('GET', 'policies')).body).toEqual({ policies: [] });
  });

  it('keep masked values out of all that is recorded from then on', async () => {
    await set('default', { retentionDays: null, masked: ['emails', 'name.givenName'] });
    const user = { attributes: { userName: 'bjensen', emails: [{ value: 'b@example.org' }] } };
    const changes = [
      { path: 'emails', before: null, after: [{ value: 'b@example.org' }] },
      { path: 'name', before: null, after: { givenName: 'Barbara', familyName: 'Jensen' } },
    ];
    await audit.record.onUser(userEvent('user.updated', { user, changes }));
    await audit.record.onOutcome(
      outcomeEvent('outcome.succeeded', {
        detail: 'Changed e-mail address to b@example.org',
        changes: [{ path: 'user_email', before: null, after: 'b@example.org' }],
      }),
    );
    await audit.record.onOperation(operationEvent({ detail: 'Looked for b@example.org' }));
    const { rows } = await audit.pool.query('SELECT * FROM audit.entries');
    expect(rows).toHaveLength(4);
    expect(JSON.stringify(rows)).not.toMatch(/b@example|Barbara/);
    expect(JSON.stringify(rows)).toContain('Jensen');
    expect(await audit.fault()).toBeNull();
  });

  it('let no event in that is older than its retention, and take out what has become so', async () => {
    const now = Date.now();
    const aged = (days: number) => ({
      ...userEvent('user.created'),
      time: new Date(now - days * 86_400_000).toISOString(),
    });
    await inTransaction(audit.pool, (client) => append(client, [requestEntry(aged(40)), requestEntry(aged(10))]));
    await set('default', { retentionDays: 30, masked: [] });
    await audit.record.onUser(aged(31));
    await audit.record.onUser(aged(29));
    await audit.record.onUser({ ...aged(31), data: { ...aged(31).data, connection: 'other' } });
    expect(await audit.entries({ action: 'create', connection: 'default' })).toHaveLength(3);
    expect(await audit.entries({ action: 'create', connection: 'other' })).toHaveLength(1);
    await audit.app.get(RetentionService).run();
    expect(await audit.entries({ action: 'create', connection: 'default' })).toHaveLength(2);
    expect(await audit.entries({ action: 'audit.expire' })).toMatchObject([{ actor: 'Usher', chain: 'default' }]);
    expect(await audit.fault()).toBeNull();
  });

  it('set in one process count in another soon', async () => {
    await audit.pool.query(`INSERT INTO audit.policies VALUES ('default', 30, '{}')`);
    for (let recorded = 1; recorded > 0;) {
      const late = { ...userEvent('user.created'), time: '2020-01-01T00:00:00Z' };
      await audit.record.onUser(late);
      const { rows } = await audit.pool.query('SELECT FROM audit.entries WHERE id = $1', [late.id]);
      recorded = rows.length;
    }
  });
});
