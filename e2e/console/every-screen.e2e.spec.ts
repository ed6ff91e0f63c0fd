import type { Page } from 'playwright-core';
import { signIn } from '../src/console/acts.js';
import { barriers } from '../src/console/axe.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const OKTA = 'okta';

/** Each address of the console, with something to show at most of them. */
const routes = (): string[] => [
  ...['/', '/setup', '/setup/new', `/setup/${OKTA}`, `/setup/${OKTA}/tokens`, `/setup/${OKTA}/settings`],
  ...['/targets', '/targets/new', `/targets/${SITE}`],
  ...['mapping', 'deprovisioning', 'scope', 'roles', 'limits', 'connection', 'versions'].map(
    (part) => `/targets/${SITE}/${part}`,
  ),
  ...['/people', `/people/${ada}`, '/people/groups', '/audit', `/audit?entry=${entry}`],
  ...['exports', 'verify', 'policies', 'streams', 'clear', 'erase'].map((part) => `/audit/${part}`),
  ...['/attention', '/attention/approvals', '/attention/dead-letters', '/settings', '/nowhere'],
];
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 375];
/** As narrow as screens get. */
const NARROWEST = 320;

let stage: ConsoleStage;
let ada: string;
let entry: string;

beforeAll(async () => {
  stage = await ConsoleStage.set();
  // One who is held, one who is refused, and one without either.
  const person = (userName: string): object => ({
    ...{ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] },
  });
  const left = await stage.idp().post(person('bea'));
  ada = (await stage.idp().post(person('ada'))).body.id;
  await eventually('the outcomes', async () => (await stage.auditor.all({ kind: 'outcome' })).length === 2);
  await stage.configure({ matching: [], budget: { count: 0, share: null, windowMinutes: 60 } });
  await stage.idp().delete(left.body.id);
  await stage.idp().post(person(stage.wordpress.admin.username));
  await stage.operator.ask('POST', '/connections', { id: OKTA, name: 'Okta', preset: 'okta' });
  await stage.operator.ask('POST', `/connections/${OKTA}/tokens`, { name: 'Okta' });
  await eventually('what waits', async () => {
    const waiting = await stage.operator.ask<Record<string, number>>('GET', '/provisioning/attention');
    return waiting.approvals === 1 && waiting.deadLetters === 1;
  });
  const told = async () => (await stage.auditor.all({ kind: 'outcome', status: 'rejected' }))[0]?.id;
  entry = await eventually('the refusal in the audit', told);
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

/** Waits until nothing is being loaded: no bone of a skeleton, no request on its way but those that never end. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
}

/** Opens each screen once, and looks at it in all ways: a screen of another size or in other colours is the same one. */
async function walk(page: Page, look: () => Promise<string[]>): Promise<void> {
  const found: string[] = [];
  await signIn(page, stage.operatorToken);
  for (const route of routes()) {
    await page.goto(route);
    await settled(page);
    found.push(...(await look()).map((fault) => `${route}: ${fault}`));
  }
  expect(found).toEqual([]);
}

/** With what moves at its end. */
async function resized(page: Page, width: number, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 800 });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
    document.getAnimations().forEach((each) => each.effect.getComputedTiming().endTime === Infinity || each.finish()))`);
}

/** What reaches beyond the screen, when that makes it scroll sideways. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const { clientWidth: room, scrollWidth: wanted } = document.documentElement;
    if (wanted <= room) return [];
    const wide = [...document.querySelectorAll('main *')].filter((element) =>
      element.getBoundingClientRect().right > room + 1 && !element.closest('[role=region], pre'));
    return [wanted + ' px wide: ' + wide.slice(0, 3).map((each) => each.tagName + '.' + each.className).join(', ')];
  })()`);

const clear =
  'axe finds no barrier on any screen, light or dark, wide or narrow, and nothing scrolls sideways at 320 px';
it(
  clear,
  inBrowser(
    () => stage,
    clear,
    (page) =>
      walk(page, async () => {
        const faults: string[] = [];
        for (const scheme of SCHEMES) {
          await resized(page, WIDTHS[0]!, scheme);
          // What is out of view and not drawn yet would keep the colours of before.
          await page.reload();
          await settled(page);
          for (const width of WIDTHS) {
            await resized(page, width, scheme);
            faults.push(...(await barriers(page)).map((fault) => `${width} px, ${scheme}: ${fault}`));
          }
        }
        await resized(page, NARROWEST, 'light');
        faults.push(...(await overflow(page)));
        await resized(page, WIDTHS[0]!, 'light');
        return faults;
      }),
  ),
  300_000,
);
