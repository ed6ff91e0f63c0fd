import { ConnectedStage } from '../src/connected-stage.js';

const RULES = [
  { group: 'Chief editors', roles: ['editor'] },
  { group: 'writers', roles: ['author', 'contributor'] },
];

let at: ConnectedStage;
let chiefs: string;
let writers: string;

beforeAll(async () => {
  at = await ConnectedStage.set();
  [chiefs, writers] = [await at.group('Chief editors'), await at.group('Writers')];
}, 180_000);

afterAll(() => at?.strike(), 60_000);

const rolesOf = async (login: string): Promise<string[]> => ((await at.account(login))?.roles ?? []).sort();
const groupsOf = (login: string): Promise<string[]> =>
  at.php<string[]>(`return get_user_meta(get_user_by('login', '${login}')->ID, '${at.groupsKey}');`);

describe('the roles that groups give', () => {
  it('are those of the first rule that fits, where that is the precedence', async () => {
    await at.configure({ roles: { rules: RULES, precedence: 'first' } });
    const { id } = await at.create('first');
    expect(await rolesOf('first')).toEqual(['subscriber']);
    await at.join(id, writers);
    expect(await rolesOf('first')).toEqual(['author', 'contributor']);
    await at.join(id, chiefs);
    expect(await rolesOf('first')).toEqual(['editor']);
    await at.leave(id, chiefs);
    expect(await rolesOf('first')).toEqual(['author', 'contributor']);
    await at.leave(id, writers);
    expect(await rolesOf('first')).toEqual(['subscriber']);
  });

  it('are those of every rule that fits, where that is the precedence', async () => {
    await at.configure({ roles: { rules: RULES, precedence: 'all' } });
    const { id } = await at.create('all');
    await at.join(id, writers);
    await at.join(id, chiefs);
    expect(await rolesOf('all')).toEqual(['author', 'contributor', 'editor']);
  });

  it('leave those that somebody gave by hand', async () => {
    await at.configure({ roles: { rules: RULES } });
    const { id } = await at.create('handy');
    await at.php(`add_role('shopkeeper', 'Shopkeeper', ['read' => true]);
      get_user_by('login', 'handy')->add_role('shopkeeper'); return 1;`);
    await at.join(id, chiefs);
    expect(await rolesOf('handy')).toEqual(['editor', 'shopkeeper']);
    await at.leave(id, chiefs);
    expect(await rolesOf('handy')).toEqual(['shopkeeper']);
    await at.set(id, 'active', false);
    expect(await rolesOf('handy')).toEqual([]);
    // Into a group while shut out: it counts from the return on.
    await at.join(id, writers);
    expect(await rolesOf('handy')).toEqual([]);
    await at.set(id, 'active', true);
    expect(await rolesOf('handy')).toEqual(['author', 'contributor', 'shopkeeper']);
  });

  it('are the one of the settings for whom no rule fits, and follow a mapped role too', async () => {
    await at.configure({ roles: { rules: RULES, default: 'contributor' } });
    const { id } = await at.create('plain');
    expect(await rolesOf('plain')).toEqual(['contributor']);
    await at.join(id, chiefs);
    expect(await rolesOf('plain')).toEqual(['editor']);

    const { settings } = await at.stage.sites.ask<{ settings: { mapping: object[] } }>(
      'GET',
      '/targets/default-settings',
    );
    await at.configure({ mapping: [...settings.mapping, { to: 'role', from: { path: 'title' } }] });
    const { id: titled } = await at.create('titled', { title: 'author' });
    expect(await rolesOf('titled')).toEqual(['author']);
    await at.set(titled, 'title', 'editor');
    expect(await rolesOf('titled')).toEqual(['editor']);
  });

  it('are refused with the reason where the site has no such role, and the person stays as before', async () => {
    await at.configure({ roles: { rules: [{ group: 'Writers', roles: ['novelist'] }] } });
    const { id } = await at.create('dickens');
    const { outcome } = await at.join(id, writers);
    expect(outcome).toMatchObject({ status: 'rejected', code: 'unknown_role' });
    expect(await rolesOf('dickens')).toEqual(['subscriber']);
  });
});

describe('the import of groups', () => {
  it('keeps the names of a person’s groups with the account, as they come, go and are renamed', async () => {
    await at.configure({ groupImport: true });
    const choir = await at.group('Choir');
    const { id } = await at.create('member');
    await at.join(id, choir);
    await at.join(id, writers);
    expect((await groupsOf('member')).sort()).toEqual(['Choir', 'Writers']);
    await at.leave(id, writers);
    expect(await groupsOf('member')).toEqual(['Choir']);
    const renamed = await at.stage.idp.patchGroup(choir, { op: 'replace', path: 'displayName', value: 'Big choir' });
    await at.outcome(id, ({ traceId }) => traceId === renamed.traceId);
    expect(await groupsOf('member')).toEqual(['Big choir']);
    expect(await rolesOf('member')).toEqual(['subscriber']);
  });
});
