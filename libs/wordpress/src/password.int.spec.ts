import { jest } from '@jest/globals';
import { connectedSite, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { DOORS, settleIn, submitLogin } from './testing/doors.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

const hash = (password: string) =>
  at.php<string>(`return password_hash( ${quoted(password)}, PASSWORD_BCRYPT, [ 'cost' => 5 ] );`);
const passOf = (login: string) => at.php<string>(`return get_user_by( 'login', ${quoted(login)} )->user_pass;`);
async function logsIn(login: string, password: string): Promise<boolean> {
  const { headers } = await submitLogin(at.wordpress.url, login, password);
  return headers.getSetCookie().some((cookie) => /^wordpress_logged_in_[^=]+=[^;]{20}/.test(cookie));
}

describe('a password that the directory has', () => {
  it('logs the person in from the creation on, and is told to nobody', async () => {
    const password = await hash('sécret 1');
    const operation = upsert({ password });
    const result = await at.run(operation);
    expect(result).toMatchObject({ action: 'create', changed: expect.arrayContaining(['password']) });
    expect(JSON.stringify(result)).not.toContain(password.slice(10));
    expect(await logsIn(operation.fields.user_login, 'sécret 1')).toBe(true);
    expect(await logsIn(operation.fields.user_login, 'sécret 2')).toBe(false);
    // WordPress may have hashed it anew, its own way, at that login.
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'unchanged', changed: [] });
    expect(await logsIn(operation.fields.user_login, 'sécret 1')).toBe(true);
  });

  it('takes the place of the one before, and ends the sessions and reset links of before', async () => {
    const operation = upsert();
    const { user_login, user_email } = operation.fields;
    await at.run(operation);
    const person = await settleIn(at, user_login, user_email);
    const live = DOORS['the cookie of a live session']!;
    expect(await live(at.wordpress.url, person)).toBe(true);
    const result = await at.run({ ...operation, revision: 2, password: await hash('new one') });
    expect(result).toMatchObject({ action: 'update', changed: ['password'] });
    expect(await live(at.wordpress.url, person)).toBe(false);
    const sessions = `count( WP_Session_Tokens::get_instance( get_user_by( 'login', ${quoted(user_login)} )->ID )->get_all() )`;
    expect(await at.php(`return ${sessions};`)).toBe(0);
    expect(await logsIn(user_login, person.password)).toBe(false);
    expect(await logsIn(user_login, 'new one')).toBe(true);
    expect(await at.php(`return get_user_by( 'login', ${quoted(user_login)} )->user_activation_key;`)).toBe('');
  });

  it('is written once: one that the person chooses afterwards stays until the directory has another', async () => {
    const operation = upsert({ password: await hash('first') });
    const login = operation.fields.user_login;
    await at.run(operation);
    await at.php(`wp_set_password( 'chosen', get_user_by( 'login', ${quoted(login)} )->ID ); return 1;`);
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'unchanged' });
    expect(await logsIn(login, 'chosen')).toBe(true);
    await at.run({ ...operation, revision: 3, password: await hash('second') });
    expect(await logsIn(login, 'second')).toBe(true);
  });

  it('does not open a deactivated account, and does when it is back', async () => {
    const operation = upsert({ active: false, password: await hash('early') });
    const login = operation.fields.user_login;
    await at.run(operation);
    expect(await logsIn(login, 'early')).toBe(false);
    await at.run({ ...operation, active: true, revision: 2 });
    expect(await logsIn(login, 'early')).toBe(true);
  });

  it('is nothing but a bcrypt hash, and no refusal repeats it', async () => {
    const good = await hash('x');
    for (const password of ['plain text', '$P$Bxyz', good.replace('$2y$', '$2a$'), `${good}x`, 5, `${good}\n`]) {
      const result = await at.run({ ...upsert(), password } as ReturnType<typeof upsert>);
      expect(result).toMatchObject({ status: 'rejected', code: 'invalid_operation' });
      if (typeof password === 'string') expect(JSON.stringify(result)).not.toContain(password);
    }
    await at.installPlugin(
      'talks',
      `add_filter( 'insert_user_meta', function ( $meta, $user ) {
         if ( 'Loud' === $user->first_name || 'Loud' === ( $meta['first_name'] ?? '' ) ) { throw new Exception( 'body: ' . file_get_contents( 'php://input' ) ); }
         return $meta;
       }, 10, 2 );`,
    );
    const result = await at.run(upsert({ password: good, fields: { first_name: 'Loud' } }));
    expect(result).toMatchObject({ status: 'failed', code: 'exception' });
    expect(JSON.stringify(result)).not.toContain(good.slice(10));
    expect(JSON.stringify(result)).not.toContain(good.slice(10).replaceAll('/', '\\/'));
  });

  it('reaches an account that is adopted', async () => {
    await at.addAccount({ login: 'there' });
    const match = [{ by: 'login', value: 'there' } as const];
    const operation = upsert({ match, fields: { user_login: 'there' }, password: await hash('from outside') });
    expect(await at.run(operation)).toMatchObject({ action: 'adopt', changed: expect.arrayContaining(['password']) });
    expect(await logsIn('there', 'from outside')).toBe(true);
  });
});

describe('an attempt that died after the password was written', () => {
  it('is finished by the next one, in the same account', async () => {
    await at.installPlugin(
      'dies',
      `add_filter( 'usher_connector_use_transactions', function ( $possible ) { return $possible && ! is_file( WP_CONTENT_DIR . '/die' ); } );
       add_filter( 'query', function ( $query ) {
         if ( is_file( WP_CONTENT_DIR . '/die' ) && false !== strpos( $query, '$2y$' ) && 0 === strpos( $query, 'UPDATE' ) ) {
           unlink( WP_CONTENT_DIR . '/die' );
           add_filter( 'query', function ( $next ) { static $died = false; if ( $died ) { return $next; } $died = true; exit; }, 0 );
         }
         return $query;
       } );`,
    );
    const operation = upsert({ password: await hash('half') });
    const login = operation.fields.user_login;
    await at.php(`return touch( WP_CONTENT_DIR . '/die' );`);
    await expect(at.run(operation)).rejects.toMatchObject({ kind: 'transient' });
    expect(await passOf(login)).toMatch(/^\$2y\$/);
    expect(await at.run(operation)).toMatchObject({ status: 'applied', account: { login, revision: 1 } });
    expect(await logsIn(login, 'half')).toBe(true);
    expect(
      await at.php(
        `return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM $wpdb->users WHERE user_login LIKE %s", ${quoted(`${login}%`)} ) );`,
      ),
    ).toBe(1);
  });
});
