import { button, press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

/** Has her account, and leaves again. */
async function comeAndGo(userName: string): Promise<void> {
  const { body } = await stage.idp().post({
    ...{ schemas: [USER], userName, displayName: 'Lovelace', emails: [{ value: `${userName}@example.com` }] },
  });
  await stage.idp().delete(body.id);
  await eventually('both outcomes', async () => (await stage.auditor.all({ kind: 'outcome', userName })).length === 2);
}

const erased =
  'a person who left is erased from the audit: what happened stays, to whom does not, and the ledger still verifies';
it(
  erased,
  inBrowser(
    () => stage,
    erased,
    async (page) => {
      await comeAndGo('ada');
      await signIn(page, stage.operatorToken, '/audit/clear');
      await page.getByRole('link', { name: 'Erase a person' }).click();
      await page.getByRole('combobox', { name: 'Connection' }).click();
      await page.getByRole('option').first().click();
      await page.getByLabel('User name').fill('nobody');
      await press(page, 'Show what would be erased');
      await page.getByRole('alert').first().waitFor();
      await page.getByLabel('User name').fill('ADA');
      await press(page, 'Show what would be erased');
      await see(page, '4 entries of the person');
      await see(page, /ada@example\.com/);

      const erase = button(page, 'Erase this person');
      await page.getByLabel('Reason').fill('Asked for it on 3 May');
      expect(await erase.isDisabled()).toBe(true);
      const words = /^Type (.*) to confirm$/.exec(await page.getByText(/^Type .* to confirm$/).innerText())![1]!;
      await page.getByLabel(/^Type .* to confirm$/).fill(words);
      await erase.click();
      await see(page, 'The person was erased from 4 entries');
      const text = JSON.stringify(await stage.auditor.all());
      expect(text).not.toContain('ada@example.com');
      expect(text).not.toContain('Lovelace');

      await page.goto('/audit?action=delete');
      const table = page.getByRole('region', { name: 'Entries of the audit' });
      await see(table.getByRole('row').filter({ hasText: 'Delete user' }).first(), 'erased person');
      await page.getByRole('link', { name: 'Integrity' }).click();
      await press(page, 'Verify now');
      await see(page, 'The audit is intact');
    },
  ),
  90_000,
);

const masked =
  'what a connection’s entries must not hold is masked from then on, and a shorter retention says what it removes';
it(
  masked,
  inBrowser(
    () => stage,
    masked,
    async (page) => {
      await signIn(page, stage.operatorToken, '/audit/policies');
      const row = page.getByRole('region', { name: 'Retention by connection' }).getByRole('row').nth(1);
      await see(row, 'for good');
      await row.getByRole('button', { name: /^Change retention of / }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('switch', { name: 'Keep for good' }).click();
      await form.getByLabel('Days').fill('90');
      await see(form, 'Entries older than 90 days are removed for good within the hour. It is recorded.');
      const attributes = form.getByRole('combobox', { name: 'Attributes whose values are not stored' });
      await attributes.fill('emails');
      await attributes.press('Enter');
      await attributes.press('Tab');
      await press(form, 'Save');
      await see(row, '90 days');
      await see(row, 'emails');

      await stage.idp().post({ schemas: [USER], userName: 'bea', emails: [{ value: 'secret@example.com' }] });
      const outcome = async () => (await stage.auditor.all({ kind: 'outcome', userName: 'bea' })).length === 1;
      await eventually('the outcome', outcome);
      expect(JSON.stringify(await stage.auditor.all({ userName: 'bea' }))).not.toContain('secret@example.com');
      await page.goto('/audit?kind=operation');
      await see(page.getByRole('region', { name: 'Entries of the audit' }), 'Change retention');
    },
  ),
  60_000,
);
