import { jest } from '@jest/globals';
import type { MatchKey } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { DOORS, resetLinkWorks, settleIn } from './testing/doors.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

const usual = (operation: ReturnType<typeof upsert>): MatchKey[] => [
  { by: 'login', value: operation.fields.user_login },
  { by: 'email', value: operation.fields.user_email },
];
/** An upsert that may adopt, by login and then by e-mail. */
function adopting(change: Parameters<typeof upsert>[0] = {}) {
  const operation = upsert(change);
  return { ...operation, match: change.match ?? usual(operation) };
}
let count = 0;
const local = (name = 'local') => `${name}${++count}`;
const accountsOf = (login: string) =>
  at.php<number>(
    `return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM $wpdb->users WHERE user_login LIKE %s", ${quoted(login)} ) );`,
  );

describe('an account that is there already', () => {
  it('is adopted by its login, told so, and brought up to date with its password, roles and content kept', async () => {
    const login = local();
    const id = await at.addAccount({ login, role: 'author' });
    const post = await at.php<number>(`return wp_insert_post( [ 'post_title' => 'T', 'post_author' => ${id} ] );`);
    const operation = adopting({ fields: { user_login: login, user_email: 'new@example.org', first_name: 'Ada' } });
    expect(await at.run(operation)).toMatchObject({
      status: 'applied',
      action: 'adopt',
      adopted: { by: 'login', value: login },
      changed: ['user_email', 'first_name'],
      account: { id, login, scimId: operation.scimId, email: 'new@example.org', roles: ['author'], revision: 1 },
    });
    const kept = await at.php<boolean[]>(
      `$u = get_userdata( ${id} ); return [ wp_check_password( 'local', $u->user_pass, ${id} ), ${id} === (int) get_post( ${post} )->post_author ];`,
    );
    expect(kept).toEqual([true, true]);
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'unchanged' });
    expect(await accountsOf(login)).toBe(1);
  });

  it('is adopted by its e-mail address, whatever its login and the case, and keeps the login', async () => {
    const login = local();
    const id = await at.addAccount({ login, email: `${login}@example.org` });
    const email = `${login.toUpperCase()}@example.org`;
    expect(await at.run(adopting({ fields: { user_email: email } }))).toMatchObject({
      action: 'adopt',
      adopted: { by: 'email', value: email },
      account: { id, login, email },
    });
  });

  it('is adopted by usermeta, exactly, and only then', async () => {
    const login = local();
    const id = await at.addAccount({ login, meta: { name_id: 'Ada@IdP' } });
    const by = (value: string) => [{ by: 'meta', key: 'name_id', value } as const];
    expect(await at.run(adopting({ match: by('ada@idp') }))).toMatchObject({ action: 'create' });
    expect(await at.run(adopting({ match: by('Ada@IdP') }))).toMatchObject({
      action: 'adopt',
      adopted: { by: 'meta', key: 'name_id', value: 'Ada@IdP' },
      account: { id, login },
    });
  });

  it('is adopted when every key that finds one finds this one; the first of them is told', async () => {
    const login = local();
    const id = await at.addAccount({ login, meta: { number: '4711' } });
    const match: MatchKey[] = [
      { by: 'meta', key: 'number', value: '0' },
      { by: 'meta', key: 'number', value: '4711' },
      { by: 'login', value: login },
    ];
    expect(await at.run({ ...upsert(), match })).toMatchObject({
      ...{ action: 'adopt', adopted: match[1], account: { id } },
    });
  });

  it('is adopted as it is when nothing differs', async () => {
    const login = local();
    await at.addAccount({ login });
    const operation = adopting({ fields: { user_login: login, user_email: `${login}@example.org` } });
    expect(await at.run(operation)).toMatchObject({ status: 'applied', action: 'adopt', changed: [] });
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ login, revision: 1 });
  });

  it('gets the roles that the directory gives beside its own, and not what is for new accounts', async () => {
    const login = local();
    const id = await at.addAccount({ login, role: 'author' });
    const operation = adopting({
      fields: { user_login: login, user_email: `${login}@example.org` },
      roles: gives('editor'),
      onCreate: { fields: { first_name: 'New' }, meta: { welcome: 'yes' } },
    });
    expect(await at.run(operation)).toMatchObject({
      action: 'adopt',
      changed: ['roles'],
      account: {
        id,
        roles: ['author', 'editor'],
        rolesGiven: ['editor'],
        fields: { first_name: '' },
        meta: { welcome: null },
      },
    });
    await at.run({ ...operation, revision: 2, roles: gives() });
    expect(await at.rolesOf(login)).toEqual(['author']);
  });

  it('is not adopted without a key, or by one that does not fit', async () => {
    const login = local();
    await at.addAccount({ login });
    const fields = { user_login: login, user_email: 'else@example.org' };
    expect(await at.run(upsert({ fields }))).toMatchObject({ status: 'rejected', code: 'login_taken' });
    expect(await at.run(upsert({ fields, match: [{ by: 'email', value: 'nobody@example.org' }] }))).toMatchObject({
      code: 'login_taken',
    });
  });

  it('stays as it was when one of its new fields is refused', async () => {
    const [login, other] = [local(), local()];
    await at.addAccount({ login });
    await at.addAccount({ login: other });
    const fields = { user_login: login, user_email: `${other}@example.org`, first_name: 'X' };
    const operation = upsert({ fields, match: [{ by: 'login', value: login }] });
    expect(await at.run(operation)).toMatchObject({ status: 'rejected', code: 'email_taken' });
    await expect(at.site.findByLogin(login)).resolves.toMatchObject({ scimId: null, fields: { first_name: '' } });
  });
});

describe('an account that another SCIM user has', () => {
  it('is never adopted', async () => {
    const first = upsert();
    await at.run(first);
    const second = adopting({ fields: first.fields });
    expect(await at.run(second)).toMatchObject({ status: 'rejected', code: 'login_taken', holder: first.scimId });
    await expect(at.site.findByScimId(first.scimId)).resolves.toMatchObject({ login: first.fields.user_login });
  });

  it('goes to one only when two want it at the same moment, by whatever keys', async () => {
    for (let round = 0; round < 4; round++) {
      const login = local();
      await at.addAccount({ login, meta: { number: login } });
      const wants: MatchKey[][] = [
        [{ by: 'login', value: login }],
        [{ by: 'email', value: `${login}@example.org` }],
        [{ by: 'meta', key: 'number', value: login }],
      ];
      const results = await Promise.all(wants.map((match) => at.run(upsert({ match }))));
      const adopted = results.filter((result) => result.status === 'applied' && result.action === 'adopt');
      expect(adopted).toHaveLength(1);
    }
  });
});

describe('several accounts that fit', () => {
  it('wait for a choice, are told, and none is touched; the choice is then carried out', async () => {
    const [one, two] = [local(), local()];
    const ids = [
      await at.addAccount({ login: one, meta: { badge: 'b1' } }),
      await at.addAccount({ login: two, meta: { badge: 'b1' } }),
    ];
    const match: MatchKey[] = [{ by: 'meta', key: 'badge', value: 'b1' }];
    const operation = upsert({ match });
    expect(await at.run(operation)).toMatchObject({
      status: 'rejected',
      code: 'ambiguous_match',
      message: expect.stringContaining(`"${one}", "${two}"`),
      candidates: [one, two].map((login, i) => ({
        id: ids[i],
        login,
        email: `${login}@example.org`,
        administrator: false,
        by: match[0],
      })),
    });
    await expect(at.site.findByScimId(operation.scimId)).resolves.toBeNull();
    const chosen = { ...operation, match: [{ by: 'id', value: String(ids[1]) } as const] };
    expect(await at.run(chosen)).toMatchObject({ action: 'adopt', adopted: { by: 'id' }, account: { id: ids[1] } });
    expect(await at.run({ ...upsert(), match: chosen.match })).toMatchObject({
      code: 'ambiguous_match',
      message: expect.stringContaining('choose again'),
    });
  });
});

describe('keys that find different accounts', () => {
  it('wait for a choice as well, each account told with the key that found it, and none is touched', async () => {
    const [one, two] = [local(), local()];
    const ids = [await at.addAccount({ login: one, meta: { number: one } }), await at.addAccount({ login: two })];
    const match: MatchKey[] = [
      { by: 'meta', key: 'number', value: one },
      { by: 'login', value: two },
      { by: 'email', value: `${two}@example.org` },
    ];
    const operation = upsert({ match });
    expect(await at.run(operation)).toMatchObject({
      ...{ status: 'rejected', code: 'ambiguous_match' },
      message: expect.stringContaining(
        `user meta number = ${one}: "${one}"; by the login ${two}: "${two}". Please choose`,
      ),
      candidates: [0, 1].map((i) => ({ id: ids[i], by: match[i] })),
    });
    await expect(at.site.match(operation.scimId, match)).resolves.toMatchObject({
      ...{ account: null, by: match[0], candidates: [{ id: ids[0] }, { id: ids[1] }] },
    });
    await expect(at.site.findByLogin(one)).resolves.toMatchObject({ scimId: null });
    await expect(at.site.findByLogin(two)).resolves.toMatchObject({ scimId: null });
  });
});

describe('a leaver whose account is adopted', () => {
  it('is shut out by it, through every door, and gets the roles back on return', async () => {
    const login = local();
    const email = `${login}@example.org`;
    await at.addAccount({ login, role: 'editor' });
    const person = await settleIn(at, login, email);
    const operation = adopting({ active: false, fields: { user_login: login, user_email: email } });
    expect(await at.run(operation)).toMatchObject({ action: 'adopt', account: { active: false, roles: ['editor'] } });
    expect(await resetLinkWorks(at.wordpress.url, person)).toBe(false);
    for (const [name, door] of Object.entries(DOORS))
      expect([name, await door(at.wordpress.url, person)]).toEqual([name, false]);
    expect(await at.rolesOf(login)).toEqual([]);
    await at.run({ ...operation, active: true, revision: 2 });
    expect(await at.rolesOf(login)).toEqual(['editor']);
  });

  it('is out even when a field is refused', async () => {
    const [login, other] = [local(), local()];
    await at.addAccount({ login });
    await at.addAccount({ login: other });
    const fields = { user_login: login, user_email: `${other}@example.org` };
    const operation = upsert({ active: false, fields, match: [{ by: 'login', value: login }] });
    expect(await at.run(operation)).toMatchObject({ status: 'rejected', code: 'email_taken' });
    expect(await at.rolesOf(login)).toEqual([]);
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ login, active: false });
  });
});

it('an account that was made and given up by a person is found again after its deletion and return', async () => {
  const operation = adopting();
  const { scimId, fields } = operation;
  await at.run(operation);
  await at.run({ op: 'delete', scimId, revision: 2, reassign: null });
  const id = await at.addAccount({ login: fields.user_login, email: fields.user_email });
  expect(await at.run({ ...operation, revision: 3 })).toMatchObject({ action: 'adopt', account: { id } });
});
