import { panel, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const name = 'the overview counts what came in, what became of it, and names what waits';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await signIn(page, stage.operatorToken);
      await see(panel(page, 'Outcomes'), 'Nothing happened in this period.');
      await see(panel(page, 'Identity providers'), 'Waiting for the first request');
      await see(panel(page, 'Lag'), 'Nothing waited for a site in this period.');

      for (const userName of ['ada', 'bea', 'cid'])
        await stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
      await stage.idp().post({ schemas: [USER], userName: 'ada' });
      // Their account is somebody else's, by hand: the site refuses.
      await stage.configure({ matching: [] });
      await stage.php(
        `return wp_insert_user(['user_login' => 'dan', 'user_email' => 'd@example.org', 'user_pass' => 'x']);`,
      );
      await stage.idp().post({ schemas: [USER], userName: 'dan', emails: [{ value: 'dan@example.com' }] });
      await eventually('the outcomes', async () => {
        const { entries } = await stage.auditor.page({ kind: 'outcome', limit: '50' });
        return (
          ['succeeded', 'rejected'].every((status) => entries.some((entry) => entry.status === status)) &&
          entries.length >= 4
        );
      });

      await page.reload();
      const totals = page.getByRole('region', { name: 'Totals of the period' });
      await see(totals, 'Time to WordPress');
      const figure = async (term: string): Promise<string> =>
        (
          await totals
            .locator('div')
            .filter({ has: page.locator('dt', { hasText: term }) })
            .last()
            .innerText()
        ).split('\n')[1]!;
      expect(await figure('Requests')).toBe('4');
      expect(await figure('Carried out')).toBe('3');
      expect(await figure('Failed')).toBe('1');
      expect(Number(await figure('Refused'))).toBeGreaterThanOrEqual(1);
      expect(await figure('Time to WordPress')).toMatch(/\d/);

      await see(panel(page, 'Identity providers'), 'Connected');
      const waiting = panel(page, 'Needs attention').getByRole('link', { name: '1 failed for good' });
      await waiting.waitFor();
      const chart = page.getByRole('figure', { name: 'Outcomes' });
      await chart.getByText('As a table').click();
      await see(chart.getByRole('row').last(), '3');
      await waiting.click();
      await page.waitForURL('**/attention/dead-letters');

      await stage.operator.ask('POST', `/targets/${SITE}/pause`);
      await stage.idp().post({ schemas: [USER], userName: 'eve', emails: [{ value: 'eve@example.com' }] });
      await page.goto('/');
      await see(panel(page, 'Sites'), /changes? waits?, the oldest since/);
      const lag = page.getByRole('figure', { name: 'Lag' });
      await eventually('a bar of lag', async () => {
        await page.reload();
        return lag.waitFor({ timeout: 2_000 }).then(() => true);
      });
      await lag.getByText('As a table').click();
      await see(lag.getByRole('row').last(), /\d m?s/);
    },
  ),
  90_000,
);
