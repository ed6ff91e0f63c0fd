import type { Page } from 'playwright-core';
import { panel, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

/** What the button beside a value puts on the clipboard. */
async function copied(page: Page, label: string): Promise<string> {
  await press(page, `Copy ${label}`);
  await see(page, `${label} copied`);
  return page.evaluate<string>('navigator.clipboard.readText()');
}

const name =
  'an identity provider is connected with the values that are shown, and the light turns green at its first request';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await signIn(page, stage.operatorToken, '/setup');
      await page.getByRole('link', { name: 'Connect an identity provider' }).click();
      await page.getByLabel('Search identity providers').fill('okt');
      await page.getByRole('radio', { name: 'Okta' }).click();
      await page.getByLabel('Name of the connection').fill('Okta of the firm');
      await press(page, 'Make the connection and its token');
      await title(page, 'Okta of the firm');
      const live = panel(page, 'Requests as they arrive');
      await see(live, 'Waiting for the first request');
      await see(live, 'Live');

      const baseUrl = await copied(page, 'SCIM connector base URL');
      const token = await copied(page, 'Authorization');
      expect(token).toBe(await copied(page, 'Bearer token'));
      const ask = (bearer: string, path: string): Promise<Response> =>
        fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${bearer}` } });

      // A token that was pasted in half: nobody's, and told all the same.
      await ask(token.slice(0, 20), '/Users?count=1');
      await see(live, 'It asks, and is refused');
      await see(live, /The token is none of this server\. Make a new one here and paste all of it/);

      expect((await ask(token, '/Users?filter=userName%20eq%20%22ada%22')).status).toBe(200);
      await live.getByText('Connected', { exact: true }).waitFor();
      await see(live, 'with “Okta of the firm”');

      await ask(token, '/Users/Users');
      await see(live, /without \/Users or \/Groups/);

      await press(page, 'I have it');
      await see(page, 'The token is shown once only, when it is made.');
      expect(await page.content()).not.toContain(token);
      await page.getByRole('link', { name: 'Set up' }).first().click();
      const row = page.getByRole('row').filter({ hasText: 'Okta of the firm' });
      await see(row, 'Connected');
    },
  ),
  60_000,
);

const rotation =
  'a token is rotated: the new one is let in beside the old one, which is revoked with a word of what that does';
it(
  rotation,
  inBrowser(
    () => stage,
    rotation,
    async (page) => {
      const { id } = await stage.operator.ask<{ id: string }>('POST', '/connections', {
        name: 'Entra',
        preset: 'entra',
      });
      const old = await stage.operator.ask<{ token: string }>('POST', `/connections/${id}/tokens`, { name: 'first' });
      const status = async (token: string): Promise<number> =>
        (await stage.idp(token).find('userName eq "nobody"')).status;

      await signIn(page, stage.operatorToken, `/setup/${id}/tokens`);
      await press(page, 'Rotate');
      await press(page.getByRole('dialog'), 'Rotate');
      const fresh = await page
        .locator('code')
        .filter({ hasText: /^[\w-]{20,}$/ })
        .first()
        .innerText();
      expect([await status(old.token), await status(fresh)]).toEqual([200, 200]);

      await press(page.getByRole('listitem').filter({ hasText: 'first' }).filter({ hasNotText: '(new)' }), 'Revoke');
      await see(page.getByRole('dialog'), 'Requests with it are refused at once.');
      await press(page.getByRole('dialog'), 'Revoke');
      await see(page, 'Revoked');
      expect([await status(old.token), await status(fresh)]).toEqual([401, 200]);
    },
  ),
  60_000,
);
