import { button, press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
  for (const userName of ['ada', 'bea'])
    await stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
  await eventually('the outcomes', async () => (await stage.auditor.all({ kind: 'outcome' })).length === 2);
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const name =
  'entries of a search are cleared once a reason is given and the words are typed; the others stay, and who did it';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await signIn(page, stage.operatorToken, '/audit?userName=ada');
      await see(page, '2 entries');
      await page.getByRole('link', { name: 'Remove these' }).click();
      await see(page, '2 entries will be removed');
      const remove = button(page, 'Remove 2 entries for good');
      expect(await remove.isDisabled()).toBe(true);
      await page.getByLabel('Reason').fill('Asked for by the works council');
      const confirmation = page.getByLabel(/^Type .* to confirm$/);
      await confirmation.fill('yes');
      expect(await remove.isDisabled()).toBe(true);
      const words = /^Type (.*) to confirm$/.exec(await page.getByText(/^Type .* to confirm$/).innerText())![1]!;
      await confirmation.fill(words);
      await remove.click();
      await see(page, '2 entries removed');
      expect((await stage.auditor.all({ userName: 'ada' })).length).toBe(0);
      expect((await stage.auditor.all({ userName: 'bea' })).length).toBe(2);

      await page.getByRole('link', { name: 'Open' }).first().click();
      const tombstone = page.getByRole('dialog', { name: 'Clear entries' });
      await see(tombstone, /Asked for by the works council/);
      await see(tombstone, 'operator');
      await press(page, 'Close the entry');
      await page.getByRole('link', { name: 'Integrity' }).click();
      await press(page, 'Verify now');
      await see(page, 'The audit is intact');
    },
  ),
  90_000,
);
