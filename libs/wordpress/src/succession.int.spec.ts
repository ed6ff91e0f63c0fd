import { jest } from '@jest/globals';
import type { Operation, UpsertOperation } from './protocol.js';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
beforeEach(() => at.tick());
afterAll(() => at.stop());

/** Somebody who has left, and the same person under another SCIM id. */
async function leftAndBack(role: string, leave: Operation['op'] = 'deactivate') {
  const before = upsert();
  const { user_login: login, user_email: email } = before.fields;
  await at.run(before);
  const id = await at.php<number>(`$user = get_user_by( 'login', ${quoted(login)} );
    $user->add_role( ${quoted(role)} ); return $user->ID;`);
  await at.tick('change');
  const allow = ['change'] as const;
  await at.run({ op: leave, scimId: before.scimId, revision: 2, allow } as Operation);
  await at.tick();
  const back: UpsertOperation = {
    ...upsert({ fields: { user_login: login, user_email: email } }),
    match: [{ by: 'login', value: login }],
  };
  return { before, back, succeeds: before.scimId, login, id };
}

describe('an account of a user who is gone for good', () => {
  it.each(['deactivate', 'remove_roles'] as const)(
    'is found by who succeeds that user, and gets back the roles it had (after %s)',
    async (leave) => {
      const { before, back, succeeds, login, id } = await leftAndBack('author', leave);
      const { scimId, match = [] } = back;
      await expect(at.site.match(scimId, match)).resolves.toMatchObject({ account: null });
      await expect(at.site.match(scimId, match, { succeeds })).resolves.toMatchObject({
        ...{ by: match[0], account: { id, scimId: succeeds, roles: ['subscriber', 'author'] } },
      });
      expect(await at.run(back)).toMatchObject({ status: 'rejected', code: 'login_taken', holder: succeeds });
      expect(await at.run({ ...back, succeeds })).toMatchObject({
        ...{ status: 'applied', action: 'adopt', adopted: { by: 'login', value: login }, predecessor: succeeds },
        account: { id, active: true, scimId: back.scimId, roles: ['subscriber', 'author'] },
      });
      expect(await at.rolesOf(login)).toEqual(['subscriber', 'author']);

      // Whatever comes late for the one who is gone concerns nobody any more.
      expect(await at.run({ ...before, revision: 1 })).toMatchObject({ status: 'stale', account: null });
      const late = { scimId: succeeds, revision: 2 };
      expect(await at.run({ ...late, op: 'deactivate' })).toMatchObject({ status: 'stale', account: null });
      expect(await at.run({ ...late, op: 'delete', reassign: null })).toMatchObject({ status: 'unchanged' });
      expect(await at.rolesOf(login)).toEqual(['subscriber', 'author']);
      expect(await at.run({ ...back, revision: 2 })).toMatchObject({ status: 'unchanged', account: { id } });
    },
  );

  it('goes to one only when two would succeed that user at the same moment', async () => {
    for (let round = 0; round < 4; round++) {
      const { back, succeeds, id } = await leftAndBack('author');
      const rivals = [back, { ...back, scimId: `${back.scimId}-rival` }];
      const results = await Promise.all(rivals.map((rival) => at.run({ ...rival, succeeds })));
      const adopted = results.filter((result) => result.status === 'applied');
      expect(adopted).toMatchObject([{ action: 'adopt', account: { id } }]);
      expect(results).toContainEqual(expect.objectContaining({ code: 'login_taken', holder: adopted[0]?.scimId }));
    }
  });

  it('stays that of any other user, whoever is said to be succeeded', async () => {
    const { back, succeeds } = await leftAndBack('author');
    expect(await at.run({ ...back, succeeds: 'somebody-else' })).toMatchObject({
      ...{ status: 'rejected', code: 'login_taken', holder: succeeds },
    });
  });

  it('that would be an administrator again is taken over only where administrators are', async () => {
    const { back, succeeds, login } = await leftAndBack('administrator');
    const refused = { status: 'rejected', code: 'protected_account' };
    expect(await at.run({ ...back, succeeds })).toMatchObject(refused);
    await at.tick('change', 'promote');
    expect(await at.run({ ...back, succeeds, allow: ['change', 'promote'] })).toMatchObject(refused);
    expect(await at.rolesOf(login)).toEqual([]);
    await at.tick('adopt', 'change');
    expect(await at.run({ ...back, succeeds, allow: ['adopt', 'change'] })).toMatchObject({ action: 'adopt' });
    expect(await at.rolesOf(login)).toContain('administrator');
  });
});
