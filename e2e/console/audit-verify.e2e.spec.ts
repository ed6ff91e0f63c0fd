import pg from 'pg';
import { press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
  await stage.idp().post({ schemas: [USER], userName: 'mallory', emails: [{ value: 'mallory@example.com' }] });
  await eventually('the outcome', async () => (await stage.auditor.all({ kind: 'outcome' })).length === 1);
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

async function sql(text: string, values: string[]): Promise<number> {
  const client = new pg.Client({ connectionString: stage.postgres.url });
  await client.connect();
  try {
    return (await client.query(text, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

const name = 'the ledger is found intact, and the very entry that somebody changed in the database is named';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await signIn(page, stage.operatorToken, '/audit/verify');
      await press(page, 'Verify now');
      await see(page, 'The audit is intact');

      const [request] = await stage.auditor.all({ kind: 'request', userName: 'mallory' });
      const { id } = request!;
      const change = `UPDATE audit.entries SET source_ip = $2 WHERE id = $1`;
      expect(await sql(change, [id, '203.0.113.66'])).toBe(1);
      await press(page, 'Verify again');
      await see(page, 'The audit is not as it was recorded');
      await see(page, /An entry was changed at entry [\d,]+ of the chain of Default/);
      await page.getByRole('link', { name: 'Open the entry' }).click();
      await page.waitForURL(`**/audit?entry=${id}`);
      await see(page.getByRole('dialog', { name: 'Create user' }), '203.0.113.66');

      // Put back as it was, it verifies again.
      await sql(change, [id, '127.0.0.1']);
      await page.goto('/audit/verify');
      await press(page, 'Verify now');
      await see(page, 'The audit is intact');
    },
  ),
  90_000,
);
