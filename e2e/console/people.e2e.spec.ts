import { dialog, open, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const name = 'a person is looked up: what would happen is explained without doing it, and then it is done';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      for (const userName of ['katherine', 'dorothy'])
        await stage.idp().post({
          schemas: [USER],
          userName,
          name: { givenName: userName, familyName: 'Johnson' },
          emails: [{ value: `${userName}@example.com` }],
        });
      const first = (): Promise<string> =>
        stage.php<string>(`return get_user_by('login', 'katherine')->first_name ?? '';`);
      await eventually('the account', async () => (await first()) === 'katherine');
      // Somebody changes it in WordPress, which the directory doesn't know.
      await stage.php(
        `return wp_update_user(['ID' => get_user_by('login', 'katherine')->ID, 'first_name' => 'Kate']);`,
      );

      await signIn(page, stage.operatorToken);
      await open(page, 'People');
      await page.getByLabel('Search people').fill('kath');
      const row = page.getByRole('row').filter({ hasText: 'katherine' });
      await see(row, 'Up to date');
      await page.getByText('dorothy').first().waitFor({ state: 'detached' });
      await row.click();
      await title(page, /katherine/);
      await see(page, 'katherine@example.com');

      await press(page, 'What would happen');
      const attempt = dialog(page);
      await see(attempt, 'Nothing is changed by looking.');
      await see(attempt, 'Kate');
      for (const step of ['Belongs to the site', 'Account', 'Fields', 'Decision']) await see(attempt, step);
      expect(await first()).toBe('Kate');

      await press(attempt, 'Provision now');
      await see(attempt, 'Done');
      expect(await first()).toBe('katherine');
      await press(attempt.locator('form, div'), 'Close');
      await see(page, 'Provision user now');
    },
  ),
  90_000,
);
