import { eventually } from '../src/clients.js';
import { ConnectedStage, ENTERPRISE } from '../src/connected-stage.js';
import { settleIn } from '../src/login-doors.js';

const MANAGER = { path: `${ENTERPRISE}:manager.value` };

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

/** Somebody who wrote something, with a manager or without. */
async function author(login: string, manager?: string): Promise<{ id: string; post: number }> {
  const more = manager === undefined ? {} : { [ENTERPRISE]: { manager: { value: manager } } };
  const { id } = await at.create(login, more);
  return { id, post: await at.write(login, `By ${login}`) };
}

describe('the content of somebody who is deleted', () => {
  it('goes to the manager, named by SCIM id, e-mail address or login', async () => {
    await at.configure({ content: { assignTo: MANAGER } });
    const { id: boss } = await at.create('boss');
    for (const [login, manager] of Object.entries({ byid: boss, bymail: 'boss@example.com', bylogin: 'boss' })) {
      const { id, post } = await author(login, manager);
      const { outcome } = await at.delete(id);
      expect(outcome).toMatchObject({ action: 'delete', status: 'succeeded' });
      expect(outcome.detail).toContain('Its content belongs to "boss" now.');
      expect(await at.account(login)).toBeNull();
      expect(await at.authorOf(post)).toBe('boss');
    }
  });

  it('goes to whom an expression names', async () => {
    await at.configure({
      content: { assignTo: { expression: `enterprise.department == "Press" ? "editors" : "archive"` } },
    });
    await at.addAccount({ login: 'editors' });
    await at.addAccount({ login: 'archive' });
    const press = await at.create('reporter', { [ENTERPRISE]: { department: 'Press' } });
    const sales = await at.create('seller', { [ENTERPRISE]: { department: 'Sales' } });
    const posts = [await at.write('reporter', 'News'), await at.write('seller', 'Offers')];
    await at.delete(press.id);
    await at.delete(sales.id);
    expect(await Promise.all(posts.map((post) => at.authorOf(post)))).toEqual(['editors', 'archive']);
  });

  it('goes to the fallback when the manager has no account, or nobody is the manager', async () => {
    await at.addAccount({ login: 'fallback' });
    await at.configure({ content: { assignTo: MANAGER, fallback: 'fallback' } });
    for (const manager of ['nobody@example.com', undefined]) {
      const { id, post } = await author(manager === undefined ? 'unmanaged' : 'mismanaged', manager);
      expect((await at.delete(id)).outcome).toMatchObject({ action: 'delete', status: 'succeeded' });
      expect(await at.authorOf(post)).toBe('fallback');
    }
  });

  it.each([
    ['nobody is to inherit', 'heirless', {}, 'has_content'],
    ['who is to inherit is not there', 'strange', { content: { fallback: 'stranger' } }, 'reassign_unknown'],
  ])('stays when %s: the account is shut, not deleted, and the outcome says why', async (_, login, settings, code) => {
    await at.configure(settings);
    const { id, post } = await author(login);
    const { outcome } = await at.delete(id);
    expect(outcome).toMatchObject({ action: 'deactivate', status: 'rejected', code });
    expect(outcome.detail).toContain('deactivated all the same');
    expect(await at.account(login)).toMatchObject({ roles: [] });
    expect(await at.authorOf(post)).toBe(login);

    // As the outcome advises; what was refused is tried again then.
    await at.addAccount({ login: `${login}heir` });
    await at.configure({ content: { fallback: `${login}heir` } });
    await at.stage.sites.ask('POST', '/provisioning/dead-letters/replay', { targetId: 'site' });
    await at.outcome(id, ({ action, status }) => action === 'delete' && status === 'succeeded');
    expect(await at.account(login)).toBeNull();
    expect(await at.authorOf(post)).toBe(`${login}heir`);
  });

  it('is there again for who is hired anew after it could not be deleted, and that is foretold', async () => {
    await at.configure({});
    const { id, post } = await author('rehired');
    const before = await at.account('rehired');
    expect((await at.delete(id)).outcome).toMatchObject({ action: 'deactivate', code: 'has_content' });

    await at.ask('POST', '/pause');
    const { body } = await at.stage.idp.post({
      ...{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'rehired' },
      emails: [{ value: 'rehired@example.com' }],
    });
    const told = await eventually('the explanation', () =>
      at.ask<{ account: object; changes: object[] }>('POST', '/explain', { scimId: body.id }),
    );
    expect(told).toMatchObject({ account: { login: 'rehired', active: false }, changes: [{ path: 'active' }] });
    await at.ask('POST', '/resume');
    const outcome = await at.outcome(body.id, () => true);
    expect(outcome).toMatchObject({ action: 'adopt', status: 'succeeded' });
    expect(outcome.detail).toContain('It was that of a user whom the identity provider has deleted');
    expect(await at.account('rehired')).toEqual(before);
    expect(await at.authorOf(post)).toBe('rehired');
  });

  it('is none that WordPress made by itself, as when the person was the first to see the site', async () => {
    await at.configure({});
    const { id } = await at.create('reader');
    const person = await settleIn(at.php, at.stage.wordpress.url, 'reader');
    await at.php(`foreach (get_posts(['post_type' => 'wp_navigation', 'numberposts' => -1]) as $post) {
      wp_delete_post($post->ID, true); } return 1;`);
    expect(await person.session.account()).not.toBeNull();
    expect((await at.delete(id)).outcome).toMatchObject({ action: 'delete', status: 'succeeded' });
    expect(await at.account('reader')).toBeNull();
  });
});
