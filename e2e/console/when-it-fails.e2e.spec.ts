import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

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
});
