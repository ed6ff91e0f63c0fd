import { press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const name = 'somebody is deactivated, which shows up by itself in the audit, with its way down to WordPress’s answer';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      const emails = [{ value: 'judy@example.com', type: 'work' }];
      const { body } = await stage.idp().post({ schemas: [USER], userName: 'judy', emails });
      await eventually('the account', () => stage.php<boolean>(`return (bool) get_user_by('login', 'judy');`));

      await signIn(page, stage.operatorToken, '/audit');
      const table = page.getByRole('region', { name: 'Entries of the audit' });
      const deactivated = table.getByRole('row').filter({ hasText: 'judy' }).filter({ hasText: 'Deactivate user' });
      await see(table, 'Create user');
      expect(await deactivated.count()).toBe(0);
      await stage.idp().patch(body.id, { op: 'replace', path: 'active', value: false });
      const outcome = deactivated.filter({ hasText: 'Carried out' });
      await outcome.waitFor();

      await outcome.click();
      const entry = page.getByRole('dialog', { name: 'Deactivate user' });
      await see(entry, 'What happened');
      const story = entry.locator('section').filter({ has: page.getByRole('heading', { name: 'What happened' }) });
      const steps = story.getByRole('list').first().locator('> li');
      const what = ['Request', 'Event', 'Plan', 'WordPress', 'Outcome'];
      await steps.nth(what.length - 1).waitFor();
      const texts = await steps.allInnerTexts();
      expect(texts.map((text, place) => text.includes(what[place]!))).toEqual(what.map(() => true));
      expect(texts[3]).toMatch(/1 attempt · answered in [\d.]+ m?s/);
      expect(texts[4]).toContain('Carried out');

      // The address is of this entry: whoever gets it sees the same.
      await page.goto(page.url());
      await see(page.getByRole('dialog', { name: 'Deactivate user' }), 'judy@example.com');
      await press(page, 'Close the entry');

      await page.getByLabel('Search the audit').fill('nobody-of-that-name');
      await see(page, 'No entry fits');
      await page.getByLabel('Search the audit').fill('judy');
      await see(table, 'Create user');
    },
  ),
  90_000,
);

const again = 'the live audit goes on where it was when the stream has ended, without losing or doubling an entry';
it(
  again,
  inBrowser(
    () => stage,
    again,
    async (page) => {
      const asked: (string | undefined)[] = [];
      await page.route('**/api/audit/live*', async (route) => {
        asked.push(route.request().headers()['last-event-id']);
        if (asked.length > 1) return route.continue();
        // Ended before anything has come: from there on all is told again.
        const body = 'id: 0\nevent: begin\ndata: {"after":0}\n\n';
        await route.fulfill({ contentType: 'text/event-stream', body });
        const emails = [{ value: 'trudy@example.com', type: 'work' }];
        await stage.idp().post({ schemas: [USER], userName: 'trudy', emails });
      });
      await signIn(page, stage.operatorToken, '/audit');
      const table = page.getByRole('region', { name: 'Entries of the audit' });
      const created = table.getByRole('row').filter({ hasText: 'trudy' }).filter({ hasText: 'Create user' });
      await created.filter({ hasText: 'Carried out' }).waitFor();
      expect(await created.count()).toBe(2);
      const rows = await table.getByRole('row').allInnerTexts();
      expect(new Set(rows).size).toBe(rows.length);
      expect(asked).toEqual([undefined, '0']);
    },
  ),
  90_000,
);
