import { ConnectedStage, SITE, type Told } from '../src/connected-stage.js';
import { DOORS, openDoors, type Person, settleIn } from '../src/login-doors.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const ALL_DOORS = Object.keys(DOORS);
/** Whoever had a session when the account was shut signs in anew. */
const BUT_SESSION = ALL_DOORS.filter((door) => door !== 'session');

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

/** How a person leaves, and comes back under which SCIM id. */
interface Reason {
  leave: (id: string) => Promise<Told>;
  back: (id: string, login: string) => Promise<Told>;
}

const REASONS: Record<string, Reason> = {
  inactive: { leave: (id) => at.set(id, 'active', false), back: (id) => at.set(id, 'active', true) },
  outOfScope: { leave: (id) => at.set(id, 'userType', 'Guest'), back: (id) => at.set(id, 'userType', 'Employee') },
  deleted: { leave: (id) => at.delete(id), back: (_, login) => at.create(login, { userType: 'Employee' }) },
};

interface Scheduled {
  id: number;
  scimId: string;
  dueAt: string;
}
const scheduled = async (): Promise<Scheduled[]> =>
  (await at.stage.sites.ask<{ scheduled: Scheduled[] }>('GET', `/provisioning/scheduled?targetId=${SITE}`)).scheduled;

/** With roles of Usher's and of a person's making, and a way through every door. */
async function employee(login: string): Promise<{ id: string; wordpressId: number; person: Person }> {
  const { id } = await at.create(login, { userType: 'Employee' });
  await at.php(`get_user_by('login', '${login}')->add_role('author'); return 1;`);
  const account = await at.account(login);
  const person = await settleIn(at.php, at.stage.wordpress.url, login);
  expect(await openDoors(person)).toEqual(ALL_DOORS);
  expect(account?.roles).toEqual(['subscriber', 'author']);
  return { id, wordpressId: account?.id ?? 0, person };
}

/** Whether WordPress takes the password, and what it then allows. */
const allowed = (login: string) =>
  at.php<string[] | null>(`$user = wp_authenticate('${login}', 'right horse of ${login}');
    return is_wp_error($user) ? null : array_keys(array_filter($user->allcaps));`);

const configure = (mode: object) =>
  at.configure({
    scope: 'userType eq "Employee"',
    deprovisioning: { inactive: mode, deleted: mode, outOfScope: mode },
  });

describe.each(Object.keys(REASONS))('who leaves as %s', (reason) => {
  const { leave, back } = REASONS[reason]!;
  const comesBack = reason === 'deleted' ? 'adopt' : 'reactivate';

  it('is deleted, where the site deletes, and gets a new account when coming back', async () => {
    await configure({ do: 'delete' });
    const login = `${reason}delete`.toLowerCase();
    const { id, wordpressId } = await employee(login);
    expect((await leave(id)).outcome).toMatchObject({ action: 'delete', status: 'succeeded' });
    expect(await at.account(login)).toBeNull();
    expect((await back(id, login)).outcome).toMatchObject({ action: 'create', status: 'succeeded' });
    const anew = await at.account(login);
    expect(anew?.roles).toEqual(['subscriber']);
    expect(anew?.id).not.toBe(wordpressId);
  });

  it('is shut out at every door, where the site deactivates, and has exactly the roles of before when coming back', async () => {
    await configure({ do: 'deactivate' });
    const login = `${reason}deactivate`.toLowerCase();
    const { id, wordpressId, person } = await employee(login);
    expect((await leave(id)).outcome).toMatchObject({ action: 'deactivate', status: 'succeeded' });
    expect(await openDoors(person)).toEqual([]);
    expect(await at.account(login)).toMatchObject({ id: wordpressId, roles: [] });
    expect((await back(id, login)).outcome).toMatchObject({ action: comesBack, status: 'succeeded' });
    expect(await at.account(login)).toMatchObject({ id: wordpressId, roles: ['subscriber', 'author'] });
    expect(await openDoors(person)).toEqual(BUT_SESSION);
  });

  it('has no role and may do nothing, where the site removes roles, and has exactly those of before when coming back', async () => {
    await configure({ do: 'remove_roles' });
    const login = `${reason}roles`.toLowerCase();
    const { id, wordpressId } = await employee(login);
    expect((await leave(id)).outcome).toMatchObject({ action: 'remove_roles', status: 'succeeded' });
    expect(await at.account(login)).toMatchObject({ id: wordpressId, roles: [] });
    expect(await allowed(login)).toEqual([]);
    expect((await back(id, login)).outcome).toMatchObject({ action: comesBack, status: 'succeeded' });
    expect(await at.account(login)).toMatchObject({ id: wordpressId, roles: ['subscriber', 'author'] });
    expect(await allowed(login)).toContain('publish_posts');
  });

  it('is shut out, and to be deleted on a day that is cancelled by coming back, where the site deletes later', async () => {
    await configure({ do: 'delete_after', days: 30 });
    const login = `${reason}later`.toLowerCase();
    const { id, wordpressId, person } = await employee(login);
    const { outcome } = await leave(id);
    expect(outcome).toMatchObject({ action: 'deactivate', status: 'succeeded' });
    expect(outcome.detail).toContain('It will be deleted in 30 days, unless the user comes back');
    expect(await openDoors(person)).toEqual([]);
    const [deletion, ...others] = await scheduled();
    expect([deletion?.scimId, others]).toEqual([id, []]);
    expect(Math.round((Date.parse(deletion!.dueAt) - Date.now()) / DAY_MS)).toBe(30);

    expect((await back(id, login)).outcome).toMatchObject({ action: comesBack, status: 'succeeded' });
    expect(await scheduled()).toEqual([]);
    expect(await at.account(login)).toMatchObject({ id: wordpressId, roles: ['subscriber', 'author'] });
    expect(await openDoors(person)).toEqual(BUT_SESSION);
  });

  it('keeps the account as it is, where the site does nothing, and the outcome says so', async () => {
    await configure({ do: 'nothing' });
    const login = `${reason}nothing`.toLowerCase();
    const { id, person } = await employee(login);
    const before = await at.account(login);
    const { outcome } = await leave(id);
    expect(outcome).toMatchObject({ action: 'none', status: 'skipped', code: 'by_policy' });
    expect(outcome.detail).toMatch(/^Left as it is, by the settings of this site, though .* can still log in/);
    expect(await at.account(login)).toEqual(before);
    expect(await openDoors(person)).toEqual(ALL_DOORS);
  });
});
