import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { button, dialog, panel, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser, SITE } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Milliseconds after which what is told of a success is gone. */
const LONG = 5_000;

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await ConsoleStage.set();
  await join('ada');
  await eventually('the outcome', async () => (await stage.auditor.all({ kind: 'outcome' })).length === 1);
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const play = (name: string, story: (page: Page) => Promise<void>): void =>
  it(
    name,
    inBrowser(() => stage, name, story),
    60_000,
  );

const join = (userName: string): Promise<unknown> =>
  stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });

/** Refuses what is asked for at an address, from now on. */
async function refuse(page: Page, address: RegExp, message: string, milliseconds = 0): Promise<void> {
  await page.route(address, async (route) => {
    await pause(milliseconds);
    await route.fulfill({ status: 409, json: { message } });
  });
}

const lines = (...each: object[]): object => ({
  contentType: 'application/x-ndjson',
  body: each.map((line) => `${JSON.stringify(line)}\n`).join(''),
});

describe('when something fails', () => {
  play('what is shown is said to be old for as long as it cannot be asked for again', async (page) => {
    await signIn(page, stage.operatorToken, '/attention');
    await title(page, 'Attention');
    await see(page, 'All is well');
    const attention = /\/api\/provisioning\/attention$/;
    await refuse(page, attention, 'The attention is away.');
    const old = page.getByText('Some of what is shown here is old');
    await old.waitFor();
    await see(page, /The attention is away\./);
    await page.unroute(attention);
    await old.waitFor({ state: 'detached' });
  });

  play('all is not said to be well while part of it is not known', async (page) => {
    await refuse(page, /\/api\/connections$/, 'The connections are away.');
    await signIn(page, stage.operatorToken, '/attention');
    await see(page, 'The connections are away.');
    expect(await page.getByText('All is well').count()).toBe(0);
  });

  play('what is refused after its dialog was closed is told all the same, until somebody has read it', async (page) => {
    await signIn(page, stage.operatorToken, `/targets/${SITE}`);
    await refuse(page, /\/pause$/, 'Somebody holds the site.', 1_000);
    await press(page, /^Pause /);
    await press(dialog(page), 'Pause');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await see(page, 'Somebody holds the site.');
  });

  play('an act without a dialog tells it until somebody has read it', async (page) => {
    await signIn(page, stage.operatorToken, `/targets/${SITE}`);
    await refuse(page, /\/reconcile$/, 'Not while it is paused.');
    await press(page, 'Compare now');
    await see(page, 'Not while it is paused.');
    await pause(LONG);
    expect(await page.getByText('Not while it is paused.').isVisible()).toBe(true);
    await press(page, /^Signed in as/);
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await see(page, 'You are signed out.');
    await page.getByText('Not while it is paused.').waitFor({ state: 'detached' });
  });

  play('a form of a site keeps what is typed when somebody else has saved meanwhile', async (page) => {
    await signIn(page, stage.operatorToken, `/targets/${SITE}/connection`);
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Typed by me');
    await stage.configure({ budget: { count: 8, share: null, windowMinutes: 60 } });
    const seen = page.waitForResponse((answer) => answer.url().endsWith(`/api/targets/${SITE}`) && answer.ok());
    await press(page, 'Save changes');
    await see(page, 'This was not done');
    await seen;
    expect(await name.inputValue()).toBe('Typed by me');
    await press(page, 'Save changes');
    await see(page, 'Saved.');
    expect(await stage.operator.ask('GET', `/targets/${SITE}`)).toMatchObject({ name: 'Typed by me' });
  });

  play('a form of a connection leaves what somebody else has changed meanwhile', async (page) => {
    await signIn(page, stage.operatorToken, '/setup/default/settings');
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await stage.operator.ask('PATCH', '/connections/default', { strict: true });
    await pause(LONG);
    const again = page.waitForResponse((answer) => answer.url().endsWith('/api/connections/default'));
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
    await again;
    await press(page, 'Save changes');
    await see(page, 'Saved');
    expect(await stage.operator.ask('GET', '/connections/default')).toMatchObject({ name: 'Renamed', strict: true });
  });

  play('a group on its way is not shown as the one before', async (page) => {
    const inner = await stage.idp().postGroup({ schemas: [GROUP], displayName: 'Inner' });
    const members = [{ value: inner.body.id, type: 'Group' }];
    const outer = await stage.idp().postGroup({ schemas: [GROUP], displayName: 'Outer', members });
    await signIn(page, stage.operatorToken, `/people/groups/${outer.body.id}`);
    await title(page, 'Outer');
    await refuse(page, new RegExp(`/directory/groups/${inner.body.id}`), 'Not now.', 2_000);
    await page.getByRole('link', { name: 'Inner' }).click();
    await page.waitForURL(`**/people/groups/${inner.body.id}`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('Outer');
    await see(page, 'Not now.');
  });

  play('what a group gives is not said to be nothing before it is known', async (page) => {
    await refuse(page, new RegExp(`/api/targets/${SITE}$`), 'Not now.');
    await signIn(page, stage.operatorToken, '/people/groups');
    const groups = page.getByRole('region', { name: 'Groups of the directory' });
    await see(groups, 'Outer');
    expect(await groups.getByText('not known yet').count()).toBeGreaterThan(0);
    expect(await groups.getByText('none', { exact: true }).count()).toBe(0);
  });

  play('what cannot be copied is selected, so that a key copies it', async (page) => {
    await page.addInitScript('delete Navigator.prototype.clipboard');
    await signIn(page, stage.operatorToken, '/setup/default');
    await page
      .getByRole('button', { name: /^Copy / })
      .first()
      .click();
    await page.getByText('press Ctrl+C').first().waitFor();
    expect(await page.evaluate('String(getSelection())')).toMatch(/^http.*\/scim\/v2$/);
  });

  play('figures of one period are not shown as those of another', async (page) => {
    await signIn(page, stage.operatorToken);
    const figures = page.getByRole('region', { name: 'Totals of the period' });
    await figures.waitFor();
    await page.route(/\/api\/audit\/statistics.*bucket=day/, async (route) => {
      await pause(1_500);
      await route.continue();
    });
    await page.getByText('7 days').click();
    expect(await page.locator('[aria-busy="true"]').filter({ has: figures }).count()).toBe(1);
    await page.locator('[aria-busy="true"]').filter({ has: figures }).waitFor({ state: 'detached' });
  });
});

describe('when something fails in the audit', () => {
  play('new entries that could not be fetched are still there to be shown', async (page) => {
    await signIn(page, stage.operatorToken, '/audit?sort=action&order=asc');
    await see(page, /^\d+ entries$/);
    await join(`bea-${Date.now()}`);
    const pill = button(page, /new entr/);
    await pill.waitFor();
    const entries = /\/api\/audit\/entries\?/;
    await refuse(page, entries, 'The entries are away.');
    await pill.click();
    await see(page, 'The entries are away.');
    await pill.waitFor();
    await page.unroute(entries);
    await pill.click();
    await pill.waitFor({ state: 'detached' });
  });

  play('a clearing that broke off is not said to be undone', async (page) => {
    await page.route(/\/api\/audit\/clear$/, (route) =>
      route.fulfill(lines({ cleared: 1 }, { error: 'The database went away.' })),
    );
    await signIn(page, stage.operatorToken, '/audit/clear');
    await page.getByLabel('Reason').fill('Asked for');
    const words = /^Type (.*) to confirm$/.exec(await page.getByText(/^Type .* to confirm$/).innerText())![1]!;
    await page.getByLabel(/^Type .* to confirm$/).fill(words);
    await press(page, /^Remove .* for good$/);
    await see(page, 'The database went away.');
    await see(page, 'It was broken off: 1 entry is removed already');
    expect(await page.getByText('This was not done').count()).toBe(0);
  });

  play('a preview that could not be made again says why', async (page) => {
    const preview = /\/api\/audit\/clear\/preview$/;
    await page.route(preview, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as object;
      await route.fulfill({ json: { ...body, expiresAt: new Date(Date.now() - 1_000).toISOString() } });
    });
    await signIn(page, stage.operatorToken, '/audit/clear');
    const again = button(page, 'The preview is older than ten minutes: show it again');
    await again.waitFor();
    await page.unroute(preview);
    await refuse(page, preview, 'No preview now.');
    await again.click();
    await see(page, 'No preview now.');
  });

  play('a verification against a file that broke off is tried again against the file', async (page) => {
    await signIn(page, stage.operatorToken, '/audit/verify');
    const verify = /\/api\/audit\/verify$/;
    await page.route(verify, (route) => route.fulfill(lines({ error: 'The database went away.' })));
    const file = { name: 'chains.json', mimeType: 'application/json', buffer: Buffer.from('{"chains":[]}') };
    await page.locator('input[type=file]').setInputFiles(file);
    await see(page, 'The database went away.');
    const asked = page.waitForRequest((request) => verify.test(request.url()));
    await press(panel(page, 'Integrity'), 'Try again');
    expect((await asked).postDataJSON()).toEqual({ checkpoint: { chains: [] } });
  });

  play('a file that was compared can be chosen once more', async (page) => {
    await signIn(page, stage.operatorToken, '/audit/verify');
    const file = { name: 'chains.json', mimeType: 'application/json', buffer: Buffer.from('{"chains":[]}') };
    const input = page.locator('input[type=file]');
    const chosen = `document.querySelector('input[type=file]').files.length`;
    for (const time of [1, 2]) {
      const answered = page.waitForResponse(/\/api\/audit\/verify$/);
      await input.setInputFiles(file);
      await answered;
      // A browser tells of a choice only when it is another one than is there.
      expect([time, await page.evaluate(chosen)]).toEqual([time, 0]);
    }
  });
});
