import { randomBytes } from 'node:crypto';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { operationEvent, outcomeEvent, userEvent } from '../testing/events.js';

let audit: TestAudit;

beforeEach(async () => {
  audit = await testAudit();
});
afterEach(() => audit.close());

describe('what PostgreSQL can not store as it is', () => {
  it('is recorded without half characters and NUL', async () => {
    const changes = [{ path: 'title', before: 'a\u0000b', after: { inner: '\ude00', plain: '\\ud83d 😀' } }];
    await audit.record.onOperation(operationEvent({ detail: 'was sent \ud83d', changes }));
    expect(await audit.entries()).toMatchObject([
      {
        detail: 'was sent \ufffd',
        changes: [{ path: 'title', before: 'ab', after: { inner: '\ufffd', plain: '\\ud83d 😀' } }],
      },
    ]);
    expect(await audit.fault()).toBeNull();
  });

  it('is recorded, though what was sent as an e-mail address is too long to be found by', async () => {
    const email = randomBytes(20_000).toString('base64');
    const attributes = { userName: 'ada', emails: [{ value: email }] };
    await audit.record.onUser(userEvent('user.created', { user: { userName: 'ada', attributes } }));
    const user = { id: 'u', revision: 1, userName: 'ada', externalId: null, email };
    await audit.record.onOutcome(outcomeEvent('outcome.succeeded', { user }));
    expect((await audit.entries()).map((entry) => entry.email)).toEqual([null, null]);
  });
});
