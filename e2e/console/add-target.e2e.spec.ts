import { startWordPress, type TestWordPress } from '@usher/testing';
import { choose, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
let second: TestWordPress;
beforeAll(async () => {
  [stage, second] = await Promise.all([ConsoleStage.set(), startWordPress()]);
}, 180_000);
afterAll(() => Promise.all([stage?.strike(), second?.stop()]), 60_000);

const name =
  'a second site is connected step by step: what is wrong is said with what to do, and then it gets everybody';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await stage.idp().post({ schemas: [USER], userName: 'hedy', emails: [{ value: 'hedy@example.com' }] });
      await signIn(page, stage.operatorToken, '/targets');
      await page.getByRole('link', { name: 'Connect a site' }).click();
      const [plugin] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the connector')]);
      expect(plugin.suggestedFilename()).toMatch(/^usher-connector.*\.zip$/);
      await press(page, 'Next');

      await page.getByLabel('Address of the site').fill('blog.example.org');
      await press(page, 'Next');
      await see(page, 'An address begins with https:// (or http://).');
      await page.getByLabel('Address of the site').fill(second.url);
      await page.getByLabel('User', { exact: true }).fill(second.connector.username);
      await page.getByLabel('Application password').fill('mistyped by hand');
      await choose(page, 'Whose users the site gets', 'Those of every connection');
      await press(page, 'Next');
      await see(page, 'The site cannot be provisioned yet');
      await see(page.getByRole('main'), /application password/i);
      expect(await page.getByRole('button', { name: 'Connect the site' }).isDisabled()).toBe(true);

      await press(page, 'Back');
      await page.getByLabel('Application password').fill(second.connector.applicationPassword);
      await press(page, 'Next');
      await see(page, /^The site answers/);
      await page.getByLabel('Name', { exact: true }).fill('Second site');
      await press(page, 'Connect the site');
      await title(page, 'Second site');
      await see(page, /The site is connected. 1 person/);
      await see(page, 'Serving');
      await eventually(
        'the account',
        async () => (await second.evaluate(`echo get_user_by('login', 'hedy')->ID ?? 0;`)) !== '0',
      );
    },
  ),
  90_000,
);
