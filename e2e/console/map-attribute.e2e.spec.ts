import { choose, dialog, press, see, signIn, title, turn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { usersScreen } from '../src/console/wordpress-screens.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const name =
  'an attribute of the directory becomes a column of WordPress’s own Users screen, seen beforehand and reviewed before it is saved';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await stage.idp().post({
        schemas: [USER, ENTERPRISE],
        userName: 'grace',
        emails: [{ value: 'grace@example.com' }],
        [ENTERPRISE]: { department: 'Compilers' },
      });
      await eventually('the account', () => stage.php<boolean>(`return (bool) get_user_by('login', 'grace');`));

      await signIn(page, stage.operatorToken, `/targets/${SITE}/mapping`);
      await choose(page, 'Person', /^grace/);
      await press(page, 'Add a field');
      await choose(page, 'WordPress field', 'Usermeta (a field of another plugin) …');
      await page.getByRole('combobox', { name: 'Key of the usermeta' }).fill('department');
      await page.getByRole('combobox', { name: 'department: Attribute' }).fill('');
      await page.getByRole('combobox', { name: 'department: Attribute' }).pressSequentially('department');
      await page.getByRole('option', { name: /department Compilers/ }).click();
      await turn(page, 'Show it as a column of WordPress’s Users screen', true);
      await page.getByLabel('Title of the column').fill('Department');
      const rule = page.getByRole('button', { name: /^department.*column “Department”/ });
      await see(rule, 'Compilers');

      await press(page, 'Review and save');
      await see(dialog(page), 'What changes in the settings');
      await see(dialog(page), /^1 account would change, of \d+ (person|people), when each is next provisioned\.$/);
      expect(await stage.php(`return get_user_meta(get_user_by('login', 'grace')->ID, 'department', true);`)).toBe('');
      await dialog(page).getByLabel('Provision everybody as soon as it is saved').check();
      await press(dialog(page), 'Save');
      await see(page, /^Saved as version \d+/);
      await see(page, 'Everybody is on the way.');
      await eventually('the value', () =>
        stage.php<boolean>(
          `return 'Compilers' === get_user_meta(get_user_by('login', 'grace')->ID, 'department', true);`,
        ),
      );
      await page.getByRole('tab', { name: 'Overview' }).click();
      await press(page, 'Provision everybody');
      await press(dialog(page), 'Provision everybody');
      await see(page, 'Everybody is on the way.');
      const site = await usersScreen(page, stage.wordpress);
      await site
        .getByRole('columnheader', { name: /^Department/ })
        .first()
        .waitFor();
      await see(site.getByRole('row').filter({ hasText: 'grace@example.com' }), 'Compilers');
    },
  ),
  90_000,
);

const fault = 'a rule that can’t work is shown where it is, and can’t be saved';
it(
  fault,
  inBrowser(
    () => stage,
    fault,
    async (page) => {
      await signIn(page, stage.operatorToken, `/targets/${SITE}/mapping`);
      await page.getByRole('button', { name: /^First name/ }).click();
      await choose(page, 'First name: kind of source', 'Expression');
      await page.getByLabel('First name: Expression').fill('user.name.givenName +');
      await see(page, '1 fault');
      await press(page, 'Review and save');
      await see(dialog(page), 'It cannot be saved yet');
      expect(await dialog(page).getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
      await press(dialog(page), 'Go on editing');

      // Leaving asks; what isn't saved is kept for who comes back.
      await page.getByRole('link', { name: 'Overview' }).first().click();
      await press(dialog(page), 'Leave, keep them');
      await title(page, 'Overview');
      await page.goBack();
      await see(page, '1 fault');
      await press(page, 'Discard');
      await press(dialog(page), 'Discard');
      await page.getByText('1 fault').waitFor({ state: 'detached' });
    },
  ),
  60_000,
);
