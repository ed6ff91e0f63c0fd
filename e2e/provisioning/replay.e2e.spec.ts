import { ConnectedStage } from '../src/connected-stage.js';

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set({ matching: [] });
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface DeadLetter {
  id: number;
  scimId: string;
  code: string;
  open: boolean;
  reason: string;
}

const dead = async (): Promise<DeadLetter[]> =>
  (await at.stage.sites.ask<{ deadLetters: DeadLetter[] }>('GET', '/provisioning/dead-letters')).deadLetters;
const replay = (path: string, choice: object = {}): Promise<{ queued: number }> =>
  at.stage.sites.ask('POST', `/provisioning/dead-letters${path}/replay`, choice);
const addressOf = async (login: string): Promise<string | undefined> => (await at.account(login))?.email;
/** Somebody in WordPress gives up an e-mail address. */
const giveUp = (login: string): Promise<number> =>
  at.php<number>(`wp_update_user(['ID' => get_user_by('login', '${login}')->ID, 'user_email' => '${login}@elsewhere.org']);
    return 1;`);

it('people whom the site refuses wait with the reason, and go on when it is mended: one, or those of a time and a kind', async () => {
  const start = new Date().toISOString();
  for (const name of ['ada', 'bea', 'cid']) await at.addAccount({ login: `${name}old`, email: `${name}@example.com` });
  const { id: ada, outcome } = await at.create('ada');
  expect(outcome).toMatchObject({ status: 'rejected', code: 'email_taken' });
  expect(outcome.detail).toContain('adaold');
  await at.create('bea');
  const middle = new Date().toISOString();
  const { id: cid } = await at.create('cid');
  expect((await dead()).map(({ code }) => code)).toEqual(['email_taken', 'email_taken', 'email_taken']);

  await giveUp('adaold');
  const { id: number } = (await dead()).find(({ scimId }) => scimId === ada)!;
  expect(await replay(`/${number}`)).toEqual({ queued: 1 });
  await at.outcome(ada, ({ action, status }) => action === 'create' && status === 'succeeded');
  expect(await addressOf('ada')).toBe('ada@example.com');

  for (const login of ['beaold', 'cidold']) await giveUp(login);
  expect(await replay('', { code: 'login_taken' })).toEqual({ queued: 0 });
  expect(await replay('', { code: 'email_taken', from: middle })).toEqual({ queued: 1 });
  await at.outcome(cid, ({ action, status }) => action === 'create' && status === 'succeeded');
  expect([await addressOf('bea'), await addressOf('cid')]).toEqual([undefined, 'cid@example.com']);

  // Twice is once.
  expect(await replay('', { from: start })).toEqual({ queued: 1 });
  await replay('', { from: start });
  const left = await at.stage.idp.find('userName eq "bea"');
  const [{ id: bea }] = left.body.Resources as [{ id: string }];
  await at.outcome(bea, ({ action, status }) => action === 'create' && status === 'succeeded');
  expect(await addressOf('bea')).toBe('bea@example.com');
  expect((await dead()).map(({ open }) => open)).toEqual([false, false, false]);
  expect(
    (await at.outcomes(bea)).filter(({ action, status }) => action === 'create' && status === 'succeeded'),
  ).toHaveLength(1);
}, 120_000);
