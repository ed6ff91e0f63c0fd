import { Browser } from '../src/browser.js';
import { eventually } from '../src/clients.js';
import { ConnectedStage, ENTERPRISE } from '../src/connected-stage.js';

const LOGIN = { to: 'user_login', from: { path: 'userName' } };
const EMAIL = { to: 'user_email', from: { path: 'emails.value' } };

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

const map = (...rules: object[]): Promise<void> => at.configure({ mapping: [LOGIN, EMAIL, ...rules] });

describe('the mapping of a site', () => {
  it('fills fields and usermeta from attributes, constants and expressions, the first source with a value first', async () => {
    await map(
      { to: 'first_name', from: { path: 'name.givenName' } },
      { to: 'display_name', from: { expression: 'user.name.givenName + " (" + enterprise.department + ")"' } },
      { to: 'nickname', from: [{ path: 'nickName' }, { constant: 'Colleague' }] },
      { to: 'meta.office', from: { constant: 'Berlin' } },
      { to: 'meta.phone', from: { path: 'phoneNumbers[type eq "work"].value' } },
    );
    const { id } = await at.create('ada', {
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      [ENTERPRISE]: { department: 'Engines' },
      phoneNumbers: [
        { type: 'home', value: '1' },
        { type: 'work', value: '2' },
      ],
    });
    expect(await at.account('ada')).toMatchObject({
      ...{ email: 'ada@example.com', first: 'Ada', last: '', display: 'Ada (Engines)' },
      meta: { nickname: 'Colleague', office: 'Berlin', phone: '2' },
    });

    const moved = await at.set(id, `${ENTERPRISE}:department`, 'Poetry');
    expect(moved.outcome.changes).toEqual([{ path: 'display_name', before: 'Ada (Engines)', after: 'Ada (Poetry)' }]);
    await at.set(id, 'nickName', 'Countess');
    expect(await at.account('ada')).toMatchObject({ display: 'Ada (Poetry)', meta: { nickname: 'Countess' } });
  });

  it('clears what the identity provider sends no more, and leaves alone what it never sent', async () => {
    await map({ to: 'first_name', from: { path: 'name.givenName' } }, { to: 'meta.title', from: { path: 'title' } });
    const { id } = await at.create('grace', { name: { givenName: 'Grace' }, title: 'Admiral' });
    await at.php(`wp_update_user(['ID' => get_user_by('login', 'grace')->ID, 'last_name' => 'By Hand']); return 1;`);
    await at.put(id, 'grace', {});
    const account = await at.account('grace');
    expect(account).toMatchObject({ first: '', last: 'By Hand' });
    expect(account?.meta).not.toHaveProperty('title');
  });

  it('sets what is for the creation once, and never again', async () => {
    const once = { from: { path: 'title' }, when: 'create' };
    await map(
      { ...once, to: 'description' },
      { ...once, to: 'meta.first_title' },
      { to: 'meta.title', from: once.from },
    );
    const { id } = await at.create('once', { title: 'Trainee' });
    expect((await at.account('once'))?.meta).toMatchObject({ description: 'Trainee', first_title: 'Trainee' });
    await at.set(id, 'title', 'Director');
    expect((await at.account('once'))?.meta).toMatchObject({
      ...{ description: 'Trainee', first_title: 'Trainee', title: 'Director' },
    });
  });

  it('refuses who lacks what it requires, says what, and lets in who has it', async () => {
    await map({ to: 'meta.cost_center', from: { path: `${ENTERPRISE}:costCenter` }, required: true });
    const { id, outcome } = await at.create('costless');
    expect(outcome).toMatchObject({ status: 'rejected', code: 'required_missing' });
    expect(outcome.detail).toContain('require a value for meta.cost_center');
    expect(await at.account('costless')).toBeNull();
    expect((await at.set(id, `${ENTERPRISE}:costCenter`, 'K1')).outcome).toMatchObject({ action: 'create' });
    expect((await at.account('costless'))?.meta).toMatchObject({ cost_center: 'K1' });
  });

  it('shows a usermeta as a column of the Users screen', async () => {
    await map({ to: 'meta.desk', from: { path: 'title' }, column: 'Desk of the person' });
    await at.create('seated', { title: 'Window 7' });
    const { admin, url } = at.stage.wordpress;
    const browser = new Browser(url);
    expect(await browser.logIn(admin.username, admin.password)).toBe(true);
    const screen = await eventually('the column', async () => {
      const html = await browser.screen('users.php?s=seated');
      return html.includes('Desk of the person') && html;
    });
    expect(screen).toMatch(/<td[^>]*>Window 7<\/td>/);
  });
});

describe('the login', () => {
  it('is made of a user name that WordPress refuses, which the account keeps', async () => {
    await map();
    const userName = 'jörg+x@firm.org';
    const login = at.multisite ? 'jorgxfirmorg' : 'jorg.x@firm.org';
    const { id, outcome } = await at.create(userName, { emails: [{ value: 'jorg@firm.org' }] });
    expect(outcome).toMatchObject({ action: 'create', status: 'succeeded' });
    expect(outcome.detail).toContain(`WordPress does not allow "${userName}" as a login`);
    const account = await at.account(login);
    expect(account).toMatchObject({ email: 'jorg@firm.org', meta: { usher_user_name: userName } });

    // Another one of whom the same login would come.
    const twin = at.multisite ? 'jörgx@firm.org' : 'jörg/x@firm.org';
    const { outcome: second } = await at.create(twin, { emails: [{ value: 'other@firm.org' }] });
    expect(second).toMatchObject({ action: 'create', status: 'succeeded' });
    const logins = await at.php<string[]>(
      `return array_map(fn($user) => $user->user_login, get_users(['meta_key' => 'usher_user_name', 'meta_value' => '${twin}']));`,
    );
    expect(logins).toEqual([expect.stringMatching(at.multisite ? /^jorgxfirmorg.{4}$/ : /^jorg\.x@firm\.org-.{4}$/)]);
    await at.set(id, 'active', false);
    expect(await at.account(login)).toMatchObject({ id: account?.id, roles: [] });
  });

  it('is refused, and nobody made, where the settings make none of such a user name', async () => {
    await at.configure({ login: { transform: false } });
    const { outcome } = await at.create('not<a>login', { emails: [{ value: 'strict@example.com' }] });
    expect(outcome).toMatchObject({ status: 'rejected', code: 'invalid_login' });
    expect(await at.php(`return email_exists('strict@example.com');`)).toBe(false);
  });

  it('stays when the user name changes, which the outcome says and the account keeps, while all else follows', async () => {
    await map();
    const { id } = await at.create('maiden');
    const before = await at.account('maiden');
    const { outcome } = await at.put(id, 'married', {});
    expect(outcome).toMatchObject({ action: 'update', status: 'succeeded' });
    expect(outcome.detail).toContain(`The login stays "maiden": WordPress can't change it to the user name "married".`);
    expect(await at.account('maiden')).toMatchObject({
      ...{ id: before?.id, email: 'married@example.com', meta: { usher_user_name: 'married' } },
    });
    expect(await at.account('married')).toBeNull();
  });
});
