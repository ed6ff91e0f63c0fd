import type { Page } from 'playwright-core';
import { signIn } from '../src/console/acts.js';
import { barriers } from '../src/console/axe.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const OKTA = 'okta';

/** Each address of the console, with something to show at most of them. */
const ROUTES = [
  ...['/', '/setup', '/setup/new', `/setup/${OKTA}`, `/setup/${OKTA}/tokens`, `/setup/${OKTA}/settings`],
  ...['/targets', '/targets/new', `/targets/${SITE}`],
  ...['mapping', 'deprovisioning', 'scope', 'roles', 'limits', 'connection', 'versions'].map(
    (part) => `/targets/${SITE}/${part}`,
  ),
  ...['/people', '/audit', '/attention', '/settings', '/nowhere'],
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 375, height: 812 },
];

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await ConsoleStage.set();
  for (const userName of ['ada', 'bea'])
    await stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
  await stage.operator.ask('POST', '/connections', { id: OKTA, name: 'Okta', preset: 'okta' });
  await stage.operator.ask('POST', `/connections/${OKTA}/tokens`, { name: 'Okta' });
  await eventually('the outcomes', async () => (await stage.auditor.page({ kind: 'outcome' })).entries.length >= 2);
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

/** Waits until nothing is being loaded: no bone of a skeleton, no request on its way but those that never end. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
}

async function walk(page: Page, look: (route: string) => Promise<string[]>): Promise<void> {
  const found: string[] = [];
  await signIn(page, stage.operatorToken);
  for (const route of ROUTES) {
    await page.goto(route);
    await settled(page);
    found.push(...(await look(route)).map((fault) => `${route}: ${fault}`));
  }
  expect(found).toEqual([]);
}

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  it.each(SIZES)(
    'axe finds no barrier on any screen of $width px',
    async (viewport) => {
      const name = `no barrier ${colorScheme} ${viewport.width}`;
      await inBrowser(
        () => stage,
        name,
        (page) => walk(page, () => barriers(page)),
        { colorScheme, viewport },
      )();
    },
    180_000,
  );
});

it('nothing is cut off or scrolls sideways on a screen of 320 px', async () => {
  const viewport = { width: 320, height: 640 };
  const overflow = (page: Page): Promise<string[]> =>
    page.evaluate<string[]>(`(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const wide = [...document.querySelectorAll('main *')].filter((element) =>
        element.getBoundingClientRect().right > room + 1 && !element.closest('[role=region], pre'));
      return [document.documentElement.scrollWidth + ' px wide: ' + wide.slice(0, 3).map((e) => e.tagName + '.' + e.className).join(', ')];
    })()`);
  await inBrowser(
    () => stage,
    'no sideways',
    (page) => walk(page, () => overflow(page)),
    { viewport },
  )();
}, 120_000);
