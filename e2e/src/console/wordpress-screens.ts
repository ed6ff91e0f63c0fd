import type { TestWordPress } from '@usher/testing';
import type { Page } from 'playwright-core';
import { press } from './acts.js';

/** Tries to sign in at WordPress's own screen; what it says against it, or null when it lets in. */
export async function signInAtSite(
  page: Page,
  site: Pick<TestWordPress, 'url'>,
  { username, password }: { username: string; password: string },
  to = '/wp-admin/profile.php',
): Promise<string | null> {
  await page.goto(`${site.url}/wp-login.php?redirect_to=${encodeURIComponent(site.url + to)}`);
  await page.getByLabel('Username or Email Address').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Log In');
  const refusal = page.locator('#login_error');
  await refusal.or(page.locator('#wpadminbar')).first().waitFor();
  return (await refusal.count()) === 0 ? null : refusal.innerText();
}

/** WordPress's own Users screen, as its administrator sees it, in a tab of its own. */
export async function usersScreen(page: Page, site: Pick<TestWordPress, 'url' | 'admin'>): Promise<Page> {
  const tab = await page.context().newPage();
  await signInAtSite(tab, site, site.admin, '/wp-admin/users.php');
  await tab.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  return tab;
}
