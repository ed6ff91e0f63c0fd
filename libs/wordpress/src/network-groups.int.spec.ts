import { jest } from '@jest/globals';
import type { WordPressSite } from './port.js';
import { browse, cell, listedLogins } from './testing/browser.js';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { secondSite } from './testing/second-site.js';

jest.setTimeout(180_000);
let at: ConnectedSite;
let second: WordPressSite;
beforeAll(async () => {
  at = await connectedSite({ multisite: true });
  second = await secondSite(at);
});
afterAll(async () => {
  await second.close();
  await at.stop();
});

const stored = (login: string, key: string) =>
  at.php<string[]>(`return get_user_meta( get_user_by( 'login', ${quoted(login)} )->ID, '${key}' );`);

/** A person of both sites, with the groups that each of them knows. */
async function onBoth(first: string[], other: string[]) {
  const operation = upsert({ groups: first });
  const login = operation.fields.user_login;
  await at.run(operation);
  await second.batch([{ ...operation, match: [{ by: 'login', value: login }], groups: other }]);
  return { operation, login };
}

describe('the groups of an account that two sites of a network have', () => {
  it("are each site's own: neither overwrites what the other one wrote", async () => {
    const { operation, login } = await onBoth(['Staff', 'Board'], ['Staff', 'Editors']);
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'unchanged' });
    expect((await at.site.findByScimId(operation.scimId))?.groups).toEqual(['Staff', 'Board']);
    expect((await second.findByScimId(operation.scimId))?.groups).toEqual(['Staff', 'Editors']);
    expect(await stored(login, 'wp_usher_group')).toEqual(['Staff', 'Board']);
    expect(await stored(login, 'wp_2_usher_group')).toEqual(['Staff', 'Editors']);
    expect(await stored(login, 'usher_group')).toEqual([]);
  });

  it.each([
    [0, 'Only first', 'Only second'],
    [1, 'Only second', 'Only first'],
  ])('are what the screens of site %i show, filter by and find', async (index, here, there) => {
    const { login } = await onBoth(['Only first'], ['Only second']);
    const url = at.wordpress.sites[index]!;
    await [at.site, second][index]!.saveSettings({ columns: [{ key: 'usher_group', label: 'Groups' }] });
    const browser = await browse({ ...at, wordpress: { ...at.wordpress, url } });
    const html = await browser.page(`users.php?${new URLSearchParams({ usher_group: here, s: login }).toString()}`);
    expect(cell(html, login, 'usher_meta_usher_group')).toBe(here);
    expect(html).toContain(`<option value="${here}"`);
    expect(html).not.toContain(`<option value="${there}"`);
    const found = async (query: Record<string, string>) =>
      listedLogins(await browser.page(`users.php?${new URLSearchParams(query).toString()}`));
    expect(await found({ s: here })).toContain(login);
    expect(await found({ s: there })).toEqual([]);
    expect(await found({ usher_group: there })).toEqual([]);
  });

  it('are told as usermeta, and found by it, under the name that a single site has', async () => {
    const { login } = await onBoth(['Told'], ['Told elsewhere']);
    const { accounts } = await second.accounts({ meta: ['usher_group'] });
    expect(accounts.find((account) => account.login === login)?.meta).toEqual({ usher_group: 'Told elsewhere' });
    const match = [{ by: 'meta', key: 'usher_group', value: 'Told' } as const];
    await at.addAccount({ login: 'unlinked', meta: { wp_usher_group: 'Told' } });
    await at.php(`return add_user_to_blog( 2, get_user_by( 'login', 'unlinked' )->ID, 'author' );`);
    await expect(at.site.match('someone', match)).resolves.toMatchObject({ account: { login: 'unlinked' } });
    await expect(second.match('someone', match)).resolves.toMatchObject({ account: null });
  });

  it.each(['usher_group', 'wp_usher_group', 'wp_2_usher_group'])('can not be set as usermeta %s', async (key) => {
    expect(await at.run(upsert({ meta: { [key]: 'x' } }))).toMatchObject({ code: 'invalid_operation' });
  });

  it('go with the account from the site that it leaves, and stay on the other', async () => {
    const { operation, login } = await onBoth(['Stays'], ['Goes']);
    const gone = { op: 'delete', scimId: operation.scimId, revision: 2, reassign: null } as const;
    expect(await second.batch([gone])).toMatchObject([{ action: 'delete' }]);
    expect(await stored(login, 'wp_2_usher_group')).toEqual([]);
    expect(await stored(login, 'wp_usher_group')).toEqual(['Stays']);
  });
});

/** One list for all sites, which both of them are to divide. */
const fromEarlierVersion = (...logins: string[]) =>
  at.php(`foreach ( [ 1, 2 ] as $blog ) { switch_to_blog( $blog ); update_option( 'usher_connector_schema', '2' ); restore_current_blog(); }
    foreach ( json_decode( ${quoted(JSON.stringify(logins))} ) as $login ) {
      foreach ( [ 'A', 'B' ] as $name ) { add_user_meta( get_user_by( 'login', $login )->ID, 'usher_group', $name ); } } return 1;`);

it('one list for all sites, as an earlier version kept it, is taken by each site for its own accounts', async () => {
  const { operation, login } = await onBoth([], []);
  const single = upsert();
  await at.run(single);
  await fromEarlierVersion(login, single.fields.user_login, 'ushersecond');
  await fetch(at.wordpress.url);
  expect((await at.site.findByScimId(operation.scimId))?.groups).toEqual(['A', 'B']);
  // The second site hasn't had its part yet.
  expect(await stored(login, 'usher_group')).toEqual(['A', 'B']);
  expect((await second.findByScimId(operation.scimId))?.groups).toEqual(['A', 'B']);
  expect(await stored(single.fields.user_login, 'wp_usher_group')).toEqual(['A', 'B']);
  expect(await stored(single.fields.user_login, 'wp_2_usher_group')).toEqual([]);
  expect(
    await at.php(`return $wpdb->get_col( "SELECT user_id FROM $wpdb->usermeta WHERE meta_key = 'usher_group'" );`),
  ).toEqual([]);
});

it('a site takes its part of that list even if the database refuses it at first', async () => {
  const { operation, login } = await onBoth([], []);
  await at.installPlugin(
    'refuses',
    `add_filter( 'query', function ( $sql ) { return preg_match( '/^INSERT INTO \\S+usermeta .* SELECT /s', $sql ) ? 'INSERT INTO nowhere VALUES (1)' : $sql; } );`,
  );
  await fromEarlierVersion(login);
  await fetch(at.wordpress.url);
  expect(await stored(login, 'wp_usher_group')).toEqual([]);
  await at.php(`return unlink( WPMU_PLUGIN_DIR . '/refuses.php' );`);
  expect((await at.site.findByScimId(operation.scimId))?.groups).toEqual(['A', 'B']);
  expect((await second.findByScimId(operation.scimId))?.groups).toEqual(['A', 'B']);
});
