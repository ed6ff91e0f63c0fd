import type { Pool, PoolClient } from 'pg';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { userEvent } from '../testing/events.js';
import { Reading } from './reading.js';

let audit: TestAudit;

beforeEach(async () => {
  audit = await testAudit();
  await audit.record.onUser(userEvent('user.created'));
});
afterEach(() => audit.close());

/** All connections of the pool but one. */
const allButOne = (pool: Pool): Promise<PoolClient[]> => Promise.all(Array.from({ length: 9 }, () => pool.connect()));

describe('reading', () => {
  it('needs one connection at a time, whatever the list is sorted by', async () => {
    const held = await allButOne(audit.pool);
    for (const sort of ['action', 'status', 'target', 'actor', 'userName', 'occurredAt'])
      expect(await audit.entries({ sort, kind: 'request' })).toHaveLength(1);
    for (const client of held) client.release();
  });

  it('leaves connections to recording, however many searches there are', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const reading = audit.app.get(Reading);
    const searches = Array.from({ length: 30 }, () => reading.within(1000, () => gate));
    await audit.record.onUser(userEvent('user.updated'));
    open();
    await Promise.all(searches);
    expect(await audit.entries()).toHaveLength(2);
  });
});
