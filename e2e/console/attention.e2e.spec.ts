import type { Page } from 'playwright-core';
import { dialog, open, press, see, signIn, title } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { signInAtSite } from '../src/console/wordpress-screens.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(() => stage?.strike(), 60_000);

const play = (name: string, story: (page: Page) => Promise<void>): void =>
  it(
    name,
    inBrowser(() => stage, name, story),
    90_000,
  );

async function join(userName: string): Promise<string> {
  const { body } = await stage
    .idp()
    .post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
  return body.id;
}
/** Waits until a person's account is there; it gets a password by which they could sign in at the site. */
async function settle(login: string): Promise<{ username: string; password: string }> {
  await eventually(`the account ${login}`, () => stage.php<boolean>(`return (bool) get_user_by('login', '${login}');`));
  const password = `right horse of ${login}`;
  await stage.php(`wp_set_password('${password}', get_user_by('login', '${login}')->ID); return 1;`);
  return { username: login, password };
}

play(
  'a departure past the budget waits with its account open, and is let go: the account is shut in WordPress',
  async (page) => {
    const id = await join('wilma');
    const wilma = await settle('wilma');
    await stage.configure({
      budget: { count: 0, share: null, windowMinutes: 60 },
      deprovisioning: { deleted: { do: 'deactivate' } },
    });
    await stage.idp().delete(id);

    await signIn(page, stage.operatorToken);
    const waiting = page.getByRole('link', { name: /^Attention/ });
    await see(waiting, /^\d+ waiting/);
    await waiting.click();
    await title(page, 'Attention');
    await see(page, 'Held departures');
    await see(page, /Deleted in the directory/);
    const tab = await page.context().newPage();
    expect(await signInAtSite(tab, stage.wordpress, wilma)).toBeNull();

    await press(page, 'Let go: wilma');
    await see(dialog(page), /The account wilma is shut at once: nobody signs in with it\. Its content stays\./);
    await press(dialog(page), 'Let go');
    await see(page, '1 departure is let go.');
    await eventually('the account shut', () =>
      stage.php<boolean>(`return is_wp_error(wp_authenticate('wilma', '${wilma.password}'));`),
    );
    await tab.reload();
    await tab.getByLabel('Username or Email Address').waitFor();
    expect(await signInAtSite(tab, stage.wordpress, wilma)).toMatch(/deactivated|disabled|not allowed|access/i);
    await page.getByText('Let go: wilma').waitFor({ state: 'detached' });
  },
);

play('a departure past the budget is refused: the account stays open', async (page) => {
  const id = await join('fred');
  const fred = await settle('fred');
  await stage.configure({ budget: { count: 0, share: null, windowMinutes: 60 } });
  await stage.idp().patch(id, { op: 'replace', path: 'active', value: false });
  await signIn(page, stage.operatorToken, '/attention/approvals');
  await press(page, 'Keep open: fred');
  await press(dialog(page), 'Keep open');
  await see(page, '1 account stays open.');
  expect(await signInAtSite(await page.context().newPage(), stage.wordpress, fred)).toBeNull();
});

play('who failed for good is named with the cause, and tried again once it is mended', async (page) => {
  await stage.configure({ matching: [] });
  const taken = await stage.php<number>(
    `return wp_insert_user(['user_login' => 'betty', 'user_email' => 'betty@elsewhere.org', 'user_pass' => 'by hand']);`,
  );
  await join('betty');
  await signIn(page, stage.operatorToken);
  await open(page, 'Attention');
  await see(page, 'Failed for good');
  await see(page, 'login_taken');
  const letter = page.getByRole('listitem').filter({ hasText: 'betty' }).last();
  await letter.waitFor();

  // Tried again with the cause still there, it comes back with the same words.
  await press(page, 'Try again: betty');
  await see(page, /betty failed in/);

  await stage.php(`require_once ABSPATH . 'wp-admin/includes/user.php'; return wp_delete_user(${taken});`);
  await press(page, 'Try again: betty');
  await see(page, /^betty: .* has it\.$/);
  expect(await stage.php(`return get_user_by('login', 'betty')->user_email;`)).toBe('betty@example.com');
  await page.getByText('login_taken').waitFor({ state: 'detached' });
});
