import { ConnectedStage, ENTERPRISE, SITE } from '../src/connected-stage.js';
import { DOORS, openDoors, settleIn } from '../src/login-doors.js';

let at: ConnectedStage;
let blog: string;

beforeAll(async () => {
  at = await ConnectedStage.set({ scope: 'userType eq "Employee" and groups.display eq "Blog"' });
  blog = await at.group('Blog');
}, 180_000);

afterAll(() => at?.strike(), 60_000);

const rolesOf = async (login: string) => (await at.account(login))?.roles;

describe('the scope of a site', () => {
  it('leaves out whoever it does not fit, and lets in whom a change brings into it', async () => {
    const { id, outcome } = await at.create('ada', { userType: 'Guest' });
    expect(outcome).toMatchObject({ status: 'skipped', code: 'out_of_scope', action: 'none' });
    expect((await at.join(id, blog)).outcome).toMatchObject({ status: 'skipped', code: 'out_of_scope' });
    expect(await at.account('ada')).toBeNull();

    expect((await at.set(id, 'userType', 'Employee')).outcome).toMatchObject({ action: 'create', status: 'succeeded' });
    expect(await at.account('ada')).toMatchObject({ email: 'ada@example.com', roles: ['subscriber'] });
  });

  it.each<[string, (id: string) => Promise<unknown>, (id: string) => Promise<unknown>]>([
    ['a group', (id) => at.leave(id, blog), (id) => at.join(id, blog)],
    ['an attribute', (id) => at.set(id, 'userType', 'Guest'), (id) => at.set(id, 'userType', 'Employee')],
  ])('shuts out who leaves it by %s, and gives back the account as it was to who returns', async (by, leave, back) => {
    const login = by === 'a group' ? 'bygroup' : 'byattribute';
    const { id } = await at.create(login, { userType: 'Employee' });
    await at.join(id, blog);
    await at.php(`get_user_by('login', '${login}')->set_role('author'); return 1;`);
    const post = await at.write(login, 'Mine');
    const before = await at.account(login);
    const person = await settleIn(at.php, at.stage.wordpress.url, login);
    expect(await openDoors(person)).toEqual(Object.keys(DOORS));

    await leave(id);
    const [left] = await at.outcomes(id);
    expect(left).toMatchObject({ action: 'deactivate', status: 'succeeded' });
    expect(await at.account(login)).toMatchObject({ id: before?.id, roles: [] });
    expect(await openDoors(person)).toEqual([]);
    expect(await at.authorOf(post)).toBe(login);

    await back(id);
    expect((await at.outcomes(id))[0]).toMatchObject({ action: 'reactivate', status: 'succeeded' });
    expect(await at.account(login)).toMatchObject({ id: before?.id, roles: ['author'], email: before?.email });
    // Whoever had a session when the account was shut signs in anew.
    expect(await openDoors(person)).toEqual(Object.keys(DOORS).filter((door) => door !== 'session'));
  });

  it('that is changed is carried out at once: who belongs to the site now gets in, and who does no more is shut out', async () => {
    const sales = { userType: 'Employee', [ENTERPRISE]: { department: 'Sales' } };
    const { id: stays } = await at.create('stays', sales);
    await at.join(stays, blog);
    const { id: goes } = await at.create('goes', { userType: 'Employee' });
    await at.join(goes, blog);
    const { id: comes } = await at.create('comes', { ...sales, userType: 'Guest' });
    expect([await rolesOf('stays'), await rolesOf('goes'), await rolesOf('comes')]).toEqual([
      ...[['subscriber'], ['subscriber'], undefined],
    ]);
    const before = await at.account('stays');

    await at.configure({ scope: `${ENTERPRISE}:department eq "Sales"` });
    await at.outcome(goes, ({ action }) => action === 'deactivate');
    await at.outcome(comes, ({ action }) => action === 'create');
    expect([await rolesOf('stays'), await rolesOf('goes'), await rolesOf('comes')]).toEqual([
      ...[['subscriber'], [], ['subscriber']],
    ]);
    expect(await at.account('stays')).toEqual(before);
    const { links } = await at.stage.sites.ask<{ links: { userName: string }[] }>(
      ...(['GET', `/provisioning/links?targetId=${SITE}&status=active`] as const),
    );
    expect(links.map(({ userName }) => userName).sort()).toEqual(['comes', 'stays']);
  });
});
