import { startOpenIdProvider, type TestOpenIdProvider } from '@usher/testing';
import type { Page } from 'playwright-core';
import { button, open, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';

const CLIENT = 'usher-console';
const ACCOUNTS = { vera: ['viewer'], olga: ['operator'], anna: ['administrator'], nemo: [] };

const SCREENS = [
  ...['/setup', '/setup/default', '/setup/default/tokens', '/setup/default/settings', '/people', '/people/groups'],
  ...['', '/mapping', '/deprovisioning', '/scope', '/roles', '/limits', '/connection', '/versions'].map(
    (part) => `/targets/default${part}`,
  ),
  ...['', '/exports', '/verify', '/policies', '/streams', '/clear', '/erase'].map((part) => `/audit${part}`),
  ...['/attention', '/attention/approvals', '/attention/dead-letters', '/settings'],
];

let stage: ConsoleStage;
let provider: TestOpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider({
    clients: [{ id: CLIENT, redirectUris: ['http://127.0.0.1/signed-in'] }],
    accounts: Object.entries(ACCOUNTS).map(([id, roles]) => ({ id, claims: { email: `${id}@example.org`, roles } })),
  });
  stage = await ConsoleStage.set({ USHER_OIDC_ISSUER: provider.issuer, USHER_OIDC_CLIENT_ID: CLIENT });
}, 180_000);

afterAll(async () => {
  await stage?.strike();
  await provider?.stop();
}, 60_000);

const play = (name: string, story: (page: Page) => Promise<void>): void =>
  it(
    name,
    inBrowser(() => stage, name, story),
    60_000,
  );

/** At the identity provider, which asks for a login and no password. */
async function signInAs(page: Page, login: string, path = '/'): Promise<void> {
  await page.goto(path);
  await press(page, 'Sign in with your account');
  await page.getByLabel('Login').fill(login);
  await press(page, 'Sign in');
}

describe('with the operator token', () => {
  play('a wrong one is said to be wrong, and the right one lets in', async (page) => {
    await page.goto('/');
    await title(page, 'Sign in');
    await press(page, 'Sign in');
    await see(page, 'Enter the operator token.');
    await page.getByLabel('Operator token').fill('guessed-by-somebody');
    await press(page, 'Sign in');
    await see(page, 'Usher does not accept this token.');
    await page.getByLabel('Operator token').fill(stage.operatorToken);
    await press(page, 'Sign in');
    await title(page, 'Overview');
  });

  play(
    'one comes to where one wanted to go, stays signed in over a reload, and not after signing out',
    async (page) => {
      await signIn(page, stage.operatorToken, '/setup');
      await title(page, 'Set up');
      await page.reload();
      await title(page, 'Set up');
      await press(page, /^Signed in as/);
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await see(page, 'You are signed out.');
      await page.goto('/setup');
      await title(page, 'Sign in');
    },
  );

  play('a token that is no longer accepted asks for another sign-in', async (page) => {
    await signIn(page, stage.operatorToken);
    await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: { statusCode: 401 } }));
    await page.getByRole('link', { name: 'Set up' }).click();
    await see(page, 'Usher does not accept this sign-in any more.');
  });
});

describe('at the identity provider', () => {
  play('a viewer sees everything and can change nothing, and is told why', async (page) => {
    await signInAs(page, 'vera', '/setup/default/tokens');
    const make = button(page, 'Make a token');
    await make.waitFor();
    expect(await make.getAttribute('aria-disabled')).toBe('true');
    await make.hover();
    await see(page, 'This needs the role administrator; you are viewer.');
    await make.click({ force: true });
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto('/setup/new');
    await page.getByRole('radio', { name: 'Okta' }).click();
    await button(page, 'Make the connection and its token').click({ force: true });
    expect(await connections()).toEqual(['default']);
    await press(page, 'Signed in as vera@example.org');
    await see(page, 'Viewer');
  });

  play('a viewer opens each screen, and none asks for what a viewer may not have', async (page) => {
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
    });
    await signInAs(page, 'vera');
    await title(page, 'Overview');
    for (const path of SCREENS) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
    }
    expect(refused).toEqual([]);
  });

  play('an operator pauses a site, and makes no connection', async (page) => {
    await signInAs(page, 'olga', '/targets/default');
    await press(page, /^Pause /);
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await see(page, 'Paused by an operator');
    await press(page, /^Resume /);
    await button(page, /^Pause /).waitFor();
    const [last] = (await stage.auditor.page({ kind: 'operation', limit: '1' })).entries;
    expect(last).toMatchObject({ actor: 'olga@example.org' });
    await open(page, 'Set up');
    const add = page.getByText('Connect an identity provider');
    expect(await add.locator('xpath=ancestor-or-self::*[@aria-disabled="true"]').count()).toBeGreaterThan(0);
  });

  play('an administrator makes a connection', async (page) => {
    await signInAs(page, 'anna', '/setup/new');
    await page.getByRole('radio', { name: 'Okta' }).click();
    await press(page, 'Make the connection and its token');
    await title(page, 'Okta');
    expect(await connections()).toHaveLength(2);
  });

  play('what is typed stays when the sign-in is renewed meanwhile', async (page) => {
    await signInAs(page, 'anna', '/setup/new');
    await title(page, 'Connect an identity provider');
    // A minute before it ends it is renewed: in a moment.
    await page.evaluate(`(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:'));
      const user = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: Math.floor(Date.now() / 1000) + 64 }));
    })()`);
    const renewed = page.waitForResponse((answer) => answer.url() === `${provider.issuer}/token`);
    await page.reload();
    const name = page.getByLabel('Name of the connection');
    await name.fill('Typed before');
    const known = page.waitForResponse((answer) => answer.url().endsWith('/api/me'));
    await renewed;
    await known;
    expect(await name.inputValue()).toBe('Typed before');
  });

  play('who has no role is told so', async (page) => {
    await signInAs(page, 'nemo');
    await see(page, /no role/);
  });
});

const connections = async (): Promise<string[]> =>
  (await stage.operator.ask<{ connections: { id: string }[] }>('GET', '/connections')).connections.map(({ id }) => id);
