import type { Page } from 'playwright-core';
import { button, choose, dialog, open, press, see, signIn, title } from '../src/console/acts.js';
import { barriers } from '../src/console/axe.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await ConsoleStage.set();
  const idp = stage.idp();
  for (const [givenName, familyName] of [
    ['Ada', 'Lovelace'],
    ['Grace', 'Hopper'],
  ]) {
    const userName = `${givenName}.${familyName}`.toLowerCase();
    const name = { givenName, familyName };
    await idp.post({ schemas: [USER], userName, name, emails: [{ value: `${userName}@example.org`, primary: true }] });
  }
}, 180_000);

afterAll(() => stage?.strike(), 60_000);

beforeEach(() => stage.configure({}));

const play = (name: string, story: (page: Page) => Promise<void>): void =>
  it(
    name,
    inBrowser(() => stage, name, story),
    60_000,
  );

interface Settings {
  budget: { count: number };
  mapping: { to: string; from: unknown }[];
}

const saved = async (): Promise<Settings> =>
  (await stage.operator.ask<{ settings: Settings }>('GET', `/targets/${SITE}`)).settings;

const nicknameRule = async (): Promise<unknown> => (await saved()).mapping.find(({ to }) => to === 'nickname')?.from;

const expression = (page: Page) => page.getByRole('textbox', { name: 'Nickname: Expression' });

/** The nickname comes from an expression, in the draft alone. */
async function writeNickname(page: Page, text: string): Promise<void> {
  await signIn(page, stage.operatorToken, `/targets/${SITE}/mapping`);
  await button(page, /^Nickname/).click();
  await choose(page, 'Nickname: kind of source', 'Expression');
  await expression(page).fill(text);
}

const LOUD = { expression: 'user.name.familyName + "!"' };

describe('the settings of a site', () => {
  play('show what a rule gives for a real person while it is typed, and are saved after a review', async (page) => {
    await writeNickname(page, LOUD.expression);
    await see(page, /^(Lovelace|Hopper)!$/);
    await see(page, '1 change, and it can be saved.');
    await press(page, 'Review and save');
    await see(dialog(page), 'mapping of nickname');
    await see(dialog(page), '2 accounts would change, of 2 people, when each is next provisioned.');
    expect(await barriers(page)).toEqual([]);
    expect(await nicknameRule()).not.toEqual(LOUD);
    await press(dialog(page), 'Save');
    await see(page, /^Saved as version/);
    expect(await nicknameRule()).toEqual(LOUD);
  });

  play('say beside the field what is wrong with it, and cannot be saved so', async (page) => {
    await writeNickname(page, 'user.name.familyName +');
    await see(page, /\(at character \d+\)/);
    expect(await expression(page).getAttribute('aria-invalid')).toBe('true');
    await press(page, 'Review and save');
    await see(dialog(page), 'It cannot be saved yet');
    expect(await button(dialog(page), 'Save').isDisabled()).toBe(true);
    expect(await barriers(page)).toEqual([]);
  });

  play('are kept when one leaves with changes, after a warning', async (page) => {
    await writeNickname(page, LOUD.expression);
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await see(dialog(page), 'There are changes that are not saved');
    await press(dialog(page), 'Leave, keep them');
    await title(page, 'Audit');
    await open(page, 'Targets');
    await page.goto(`/targets/${SITE}/mapping`);
    await button(page, /^Nickname/).click();
    expect(await expression(page).inputValue()).toBe(LOUD.expression);
    await press(page, 'Discard');
    await press(dialog(page), 'Discard');
    await page.getByText('Not saved').waitFor({ state: 'detached' });
    expect(await nicknameRule()).toEqual({ path: 'nickName' });
  });

  play('of two people who save at once both stay, and the second is told of the first', async (page) => {
    await writeNickname(page, LOUD.expression);
    await see(page, '1 change, and it can be saved.');
    await stage.configure({ budget: { count: 7 } });
    await press(page, 'Review and save');
    await see(dialog(page), '2 accounts would change, of 2 people, when each is next provisioned.');
    await press(dialog(page), 'Save');
    await see(dialog(page), 'Somebody has saved meanwhile');
    await press(dialog(page), 'Put mine on top of theirs');
    await see(dialog(page), '2 accounts would change, of 2 people, when each is next provisioned.');
    await press(dialog(page), 'Save');
    await see(page, /^Saved as version/);
    expect(await nicknameRule()).toEqual(LOUD);
    expect((await saved()).budget.count).toBe(7);
  });

  play('of an earlier version come back as a draft', async (page) => {
    const version = (await stage.operator.ask<{ version: number }>('GET', `/targets/${SITE}`)).version;
    await stage.configure({ budget: { count: 9 } });
    await signIn(page, stage.operatorToken, `/targets/${SITE}/versions`);
    await button(page, new RegExp(`^${version} `)).click();
    await press(dialog(page), 'Take it back into the draft');
    await press(page, 'Review and save');
    await see(dialog(page), 'budget.count');
    await press(dialog(page), 'Save');
    await see(page, /^Saved as version/);
    expect((await saved()).budget.count).toBe(500);
  });

  play('have no barrier on any of their tabs', async (page) => {
    await signIn(page, stage.operatorToken, `/targets/${SITE}`);
    const tabs = page.getByRole('tablist', { name: 'Parts of the site' }).getByRole('tab');
    for (const tab of await tabs.all()) {
      await tab.click();
      await page.getByRole('tabpanel').locator('section').first().waitFor();
      expect([await tab.textContent(), await barriers(page)]).toEqual([expect.any(String), []]);
    }
  });
});
