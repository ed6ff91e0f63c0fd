import { jest } from '@jest/globals';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

// On a network it has the prefix of the site.
const KEY = `( is_multisite() ? 'wp_usher_group' : 'usher_group' )`;
const stored = (login: string) =>
  at.php<string[]>(`return get_user_meta( get_user_by( 'login', ${quoted(login)} )->ID, ${KEY} );`);

describe("the directory's groups", () => {
  it('are rows of usermeta, follow the directory, and it is told', async () => {
    const groups = ['R&D "core"', "O'Hara \\ team", '日本'];
    const operation = upsert({ groups });
    const login = operation.fields.user_login;
    expect(await at.run(operation)).toMatchObject({ changed: expect.arrayContaining(['groups']), account: { groups } });
    expect(await stored(login)).toEqual(groups);
    expect(await at.run({ ...operation, groups: [...groups].reverse(), revision: 2 })).toMatchObject({
      status: 'unchanged',
    });
    expect(await at.run({ ...operation, groups: ['Staff', 'staff', '日本'], revision: 3 })).toMatchObject({
      action: 'update',
      changed: ['groups'],
    });
    expect((await stored(login)).sort()).toEqual(['Staff', 'staff', '日本']);
    await at.run({ ...operation, groups: ['staff'], revision: 4 });
    expect(await stored(login)).toEqual(['staff']);
    await at.run({ ...operation, groups: [], revision: 5 });
    expect(await stored(login)).toEqual([]);
  });

  it('are put right when somebody changed them, and left alone when they are not managed', async () => {
    const operation = upsert({ groups: ['A', 'B'] });
    const login = operation.fields.user_login;
    await at.run(operation);
    await at.php(`$id = get_user_by( 'login', ${quoted(login)} )->ID; add_user_meta( $id, ${KEY}, 'A' );
      add_user_meta( $id, ${KEY}, 'C' ); return delete_user_meta( $id, ${KEY}, 'B' );`);
    await at.run({ ...operation, groups: undefined, revision: 2 });
    expect((await stored(login)).sort()).toEqual(['A', 'A', 'C']);
    await at.run({ ...operation, revision: 3 });
    expect((await stored(login)).sort()).toEqual(['A', 'B']);
  });

  it('can not be set as usermeta', async () => {
    expect(await at.run(upsert({ meta: { usher_group: 'x' } }))).toMatchObject({ code: 'invalid_operation' });
  });
});
