import { see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** As long as a site may be called, without a place to break it. */
const LONG = 'W'.repeat(100);

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
  const { version } = await stage.operator.ask<{ version: number }>('GET', `/targets/${SITE}`);
  await stage.operator.ask('PATCH', `/targets/${SITE}`, { version, name: LONG });
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

/** What of a panel is cut off at its edge: nothing can be scrolled there. */
const CUT_OFF = `[...document.querySelectorAll('main .panel *')]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((each) => each.closest('[role=region], pre') === null)
  .map((each) => each.tagName + ' ' + each.className)`;

const name = 'names without a place to break are broken, and nothing of them is cut off at 320 px';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      const join = (userName: string) =>
        stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
      const { body: ada } = await join('ada');
      await stage.idp().postGroup({ schemas: [GROUP], displayName: LONG, members: [{ value: ada.id }] });
      await stage.configure({ matching: [] });
      await join(stage.wordpress.admin.username);
      await eventually('the refusal', async () => (await stage.auditor.all({ status: 'rejected' })).length === 1);
      const stream = { name: LONG, url: `https://siem.example.org/${LONG}`, format: 'cef', after: 'now' };
      await stage.operator.ask('POST', '/audit/streams', stream);

      await page.setViewportSize({ width: 320, height: 800 });
      await signIn(page, stage.operatorToken);
      for (const path of [`/people/${ada.id}`, '/audit/streams', '/attention']) {
        await page.goto(path);
        await see(page.locator('.panel'), LONG);
        expect([path, await page.evaluate(CUT_OFF)]).toEqual([path, []]);
      }
    },
  ),
  90_000,
);
