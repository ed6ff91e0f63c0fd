import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

describe('the status', () => {
  it('tells the versions, the roles and that the dedicated user lacks nothing', async () => {
    const { version, multisite, php } = at.wordpress.kind;
    const beginsWith = (text: string) => expect.stringMatching(`^${text.replace('.', '\\.')}`) as string;
    await expect(at.site.status()).resolves.toMatchObject({
      plugin: { protocol: 2 },
      wordpress: { version: beginsWith(version), multisite, siteUrl: at.wordpress.url },
      php: { version: beginsWith(php === 'native' ? '' : php) },
      defaultRole: 'subscriber',
      roles: expect.arrayContaining(['editor', 'subscriber']),
      caller: { login: at.wordpress.connector.username, missingCapabilities: [] },
    });
  });
});

describe('a created account', () => {
  it('has every field as it was sent, whatever characters are in it', async () => {
    const fields = {
      first_name: 'Zoë \\ "quoted"',
      last_name: "O'Hara & Søn",
      display_name: "Zoë O'Hara 日本 \\n",
      nickname: 'zo\\"e',
      user_url: 'https://example.org/~zoe?a=1',
      description: 'Line one\nLine "two" \\ back',
      locale: 'de_DE',
    };
    const meta = { department: 'R&D \\ "x" \'y\'', json: '{"a":"b\\\\c"}', serialized: 'a:1:{i:0;s:1:"x";}' };
    const operation = upsert({ fields, meta, roles: gives('author') });
    const result = await at.run(operation);
    expect(result).toMatchObject({
      status: 'applied',
      action: 'create',
      account: {
        active: true,
        scimId: operation.scimId,
        revision: 1,
        roles: ['author'],
        fields: { ...operation.fields, ...fields },
      },
    });
    const stored = await at.php<Record<string, unknown>>(
      `$u = get_user_by( 'login', ${quoted(operation.fields.user_login)} );
       return [ 'first' => $u->first_name, 'display' => $u->display_name, 'department' => get_user_meta( $u->ID, 'department', true ),
         'json' => get_user_meta( $u->ID, 'json', true ), 'serialized' => get_user_meta( $u->ID, 'serialized', true ), 'roles' => $u->roles ];`,
    );
    expect(stored).toEqual({ first: fields.first_name, display: fields.display_name, ...meta, roles: ['author'] });
  });

  it("gets the site's default role, and no password that anybody could know or guess", async () => {
    const operation = upsert();
    await at.run(operation);
    const user = await at.php<{ roles: string[]; pass: string; empty: boolean }>(
      `$u = get_user_by( 'login', ${quoted(operation.fields.user_login)} );
       return [ 'roles' => $u->roles, 'pass' => $u->user_pass, 'empty' => wp_check_password( '', $u->user_pass, $u->ID ) || wp_check_password( $u->user_pass, $u->user_pass, $u->ID ) ];`,
    );
    expect(user).toMatchObject({ roles: ['subscriber'], empty: false });
    expect(user.pass).toMatch(/^!/);
  });

  it('can be found by SCIM id, login and e-mail, exactly', async () => {
    const operation = upsert({ fields: { user_login: 'exactname', user_email: 'exact.name@example.org' } });
    await at.run(operation);
    const found = { scimId: operation.scimId, login: 'exactname' };
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject(found);
    await expect(at.site.findByLogin('exactname')).resolves.toMatchObject(found);
    await expect(at.site.findByEmail('EXACT.name@example.org')).resolves.toMatchObject(found);
    await expect(at.site.findByLogin('exact')).resolves.toBeNull();
    await expect(at.site.findByLogin('exactnäme')).resolves.toBeNull();
    await expect(at.site.findByEmail('name@example.org')).resolves.toBeNull();
    await expect(at.site.findByScimId('nobody')).resolves.toBeNull();
    await expect(at.site.findByLogin('admin')).resolves.toMatchObject({ scimId: null, revision: null });
  });
});

describe('an update', () => {
  it('changes what differs, tells which, and keeps login, role and the rest', async () => {
    const first = upsert({
      fields: { first_name: 'Ada', last_name: 'Byron' },
      meta: { team: 'a', floor: '1' },
      roles: gives('editor'),
    });
    await at.run(first);
    const email = `new-${first.fields.user_email}`;
    const result = await at.run({
      ...first,
      revision: 2,
      fields: { user_login: 'another-login', user_email: email, last_name: 'Lovelace', first_name: 'Ada' },
      meta: { team: 'b', floor: null },
    });
    expect(result).toMatchObject({
      status: 'applied',
      action: 'update',
      changed: ['user_email', 'last_name', 'meta.team', 'meta.floor'],
      account: {
        login: first.fields.user_login,
        email,
        roles: ['editor'],
        revision: 2,
        fields: { first_name: 'Ada', last_name: 'Lovelace' },
      },
    });
    await expect(at.site.findByEmail(email)).resolves.toMatchObject({ scimId: first.scimId });
    await expect(at.site.findByEmail(first.fields.user_email)).resolves.toBeNull();
  });

  it('keeps the password that the user has chosen, and the sessions', async () => {
    const first = upsert();
    await at.run(first);
    const login = quoted(first.fields.user_login);
    await at.php(`$u = get_user_by( 'login', ${login} ); wp_set_password( 'chosen-1', $u->ID );
      return WP_Session_Tokens::get_instance( $u->ID )->create( time() + 900 );`);
    await at.run({ ...first, revision: 2, fields: { ...first.fields, user_email: `x-${first.fields.user_email}` } });
    const kept = await at.php<boolean[]>(`$u = get_user_by( 'login', ${login} );
      return [ wp_check_password( 'chosen-1', $u->user_pass, $u->ID ), 1 === count( WP_Session_Tokens::get_instance( $u->ID )->get_all() ) ];`);
    expect(kept).toEqual([true, true]);
  });

  it('sends nobody a mail, and neither does a creation; other mails of the site go out', async () => {
    await at.installPlugin(
      'mail-probe',
      `add_action( 'muplugins_loaded', function () { remove_filter( 'pre_wp_mail', '__return_true' ); } );
       add_action( 'phpmailer_init', function ( $mailer ) { file_put_contents( WP_CONTENT_DIR . '/mail.log', $mailer->Subject . "\\n", FILE_APPEND ); } );
       add_action( 'user_register', function ( $id ) { wp_mail( 'x@example.org', 'welcome', 'hello' ); wp_new_user_notification( $id, null, 'both' ); } );
       add_action( 'profile_update', function () { wp_mail( 'x@example.org', 'changed', 'hello' ); } );`,
    );
    const first = upsert();
    expect(await at.run(first)).toMatchObject({ action: 'create' });
    expect(
      await at.run({ ...first, revision: 2, fields: { ...first.fields, user_email: 'moved@example.org' } }),
    ).toMatchObject({
      action: 'update',
    });
    expect(await at.run({ op: 'deactivate', scimId: first.scimId, revision: 3 })).toMatchObject({ status: 'applied' });
    await at.php(`return wp_mail( 'x@example.org', 'something else', 'hello' );`);
    expect(await at.php<string>(`return file_get_contents( WP_CONTENT_DIR . '/mail.log' );`)).toBe('something else\n');
  });
});

describe('the site refuses', () => {
  it.each([
    ['a login with letters WordPress drops', { user_login: 'zoë+test' }, 'invalid_login'],
    ['an empty login', { user_login: '' }, 'invalid_login'],
    ['a login of 61 letters', { user_login: 'x'.repeat(61) }, 'login_too_long'],
    ['an e-mail address that is none', { user_email: 'not an address' }, 'invalid_email'],
    [
      'an e-mail address longer than its column',
      { user_email: `${'x'.repeat(60)}@${'y'.repeat(50)}.org` },
      'invalid_email',
    ],
    ['a display name longer than its column', { display_name: 'x'.repeat(251) }, 'invalid_operation'],
    ['a URL longer than its column', { user_url: `https://example.org/${'x'.repeat(100)}` }, 'invalid_operation'],
  ])('%s, with words, and makes nothing', async (_, fields, code) => {
    const operation = upsert({ fields });
    expect(await at.run(operation)).toMatchObject({
      status: 'rejected',
      code,
      message: expect.stringMatching(/.{20}/),
    });
    await expect(at.site.findByScimId(operation.scimId)).resolves.toBeNull();
  });

  it("a login or an e-mail address of an account that isn't linked, whatever the case", async () => {
    await at.php(
      `return wp_insert_user( [ 'user_login' => 'Local', 'user_email' => 'local@example.org', 'user_pass' => 'x' ] );`,
    );
    expect(await at.run(upsert({ fields: { user_login: 'local' } }))).toMatchObject({
      status: 'rejected',
      code: 'login_taken',
    });
    expect(await at.run(upsert({ fields: { user_email: 'LOCAL@example.org' } }))).toMatchObject({
      status: 'rejected',
      code: 'email_taken',
    });
    const mine = upsert();
    await at.run(mine);
    const update = { ...mine, revision: 2, fields: { ...mine.fields, user_email: 'local@example.org' } };
    expect(await at.run(update)).toMatchObject({
      status: 'rejected',
      code: 'email_taken',
      message: expect.stringMatching(/"Local"/i),
    });
    await expect(at.site.findByScimId(mine.scimId)).resolves.toMatchObject({
      email: mine.fields.user_email,
      revision: 1,
    });
  });

  it('a role that it does not have', async () => {
    expect(await at.run(upsert({ roles: gives('astronaut') }))).toMatchObject({
      status: 'rejected',
      code: 'unknown_role',
    });
  });
});

describe('the routes for one user', () => {
  async function send(path: string, body?: unknown) {
    const { username, applicationPassword } = at.wordpress.connector;
    const response = await fetch(`${at.wordpress.url}/wp-json/usher/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  }

  it('take the id and the operation from the path', async () => {
    const { scimId, fields } = upsert();
    const path = `/users/${scimId}`;
    expect(await send(`${path}/upsert`, { revision: 1, active: true, fields })).toMatchObject({
      status: 200,
      json: { scimId, status: 'applied', action: 'create' },
    });
    for (const [revision, op] of ['deactivate', 'reactivate', 'delete'].entries())
      expect(
        await send(`${path}/${op}`, { revision: revision + 2, reassign: null, scimId: 'another', op: 'upsert' }),
      ).toMatchObject({
        json: { scimId, status: 'applied', action: op },
      });
    expect(await send(path)).toMatchObject({ status: 404, json: { code: 'usher_unknown_user' } });
  });

  it('refuse what is no request', async () => {
    for (const path of ['/users', '/users?login=a&email=b']) expect((await send(path)).status).toBe(400);
    expect((await send('/batch', { operations: 'all' })).status).toBe(400);
    expect(await send('/users/x/upsert', [])).toMatchObject({
      json: { status: 'rejected', code: 'invalid_operation' },
    });
  });
});
