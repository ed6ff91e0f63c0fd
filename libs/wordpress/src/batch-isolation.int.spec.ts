import { jest } from '@jest/globals';
import type { Operation } from './protocol.js';
import { MAX_BATCH } from './protocol.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
  await at.installPlugin(
    'trouble',
    `add_action( 'user_register', function ( $id ) {
       $login = get_userdata( $id )->user_login;
       if ( 'throws' === $login ) { throw new Exception( 'a bug of a plugin' ); }
       if ( 'callsavoid' === $login ) { no_such_function(); }
       if ( 'dies' === $login ) { wp_die( 'You <b>shall not</b> pass' ); }
       if ( 'prints' === $login ) { echo '<p>Notice: hello</p>'; }
     } );`,
  );
});
afterAll(() => at.stop());

describe('a batch', () => {
  it('gives each operation its own result, in order, whatever becomes of the others', async () => {
    const logins = ['fine1', 'throws', 'callsavoid', 'dies', 'prints', 'bad+login', 'fine2'];
    const results = await at.site.batch(logins.map((user_login) => upsert({ fields: { user_login } })));
    expect(results.map((result) => [result.status, 'code' in result ? result.code : ''])).toEqual([
      ['applied', ''],
      ['failed', 'exception'],
      ['failed', 'exception'],
      ['failed', 'wp_die'],
      ['applied', ''],
      ['rejected', 'invalid_login'],
      ['applied', ''],
    ]);
    expect(results[3]).toMatchObject({ message: expect.stringContaining('You shall not pass') });
  });

  it('answers a malformed operation for itself', async () => {
    const good = upsert();
    const malformed = [
      { ...upsert(), revision: '1' },
      { ...upsert(), fields: { user_login: 'x' } },
      { ...upsert(), fields: { user_login: 'x', user_email: 'x@example.org', user_pass: 'x' } },
      { ...upsert(), fields: { user_login: ['x'], user_email: 'x@example.org' } },
      { ...upsert(), op: 'explode' },
      { ...upsert(), meta: { a: { b: 1 } } },
    ] as unknown as Operation[];
    const results = await at.site.batch([...malformed, good]);
    expect(results.slice(0, -1).map((result) => 'code' in result && result.code)).toEqual(
      malformed.map(() => 'invalid_operation'),
    );
    expect(results.at(-1)).toMatchObject({ status: 'applied' });
  });

  it(`holds ${MAX_BATCH} operations, on one user too, in order`, async () => {
    const first = upsert();
    const operations = Array.from({ length: MAX_BATCH }, (_, i) => ({
      ...first,
      revision: i + 1,
      fields: { ...first.fields, first_name: `n${i}` },
    }));
    const results = await at.site.batch(operations);
    expect(results.every((result) => result.status === 'applied')).toBe(true);
    await expect(at.site.findByScimId(first.scimId)).resolves.toMatchObject({
      revision: MAX_BATCH,
      fields: { first_name: `n${MAX_BATCH - 1}` },
    });
  });

  it('of more is refused as a whole', async () => {
    const { username, applicationPassword } = at.wordpress.connector;
    const response = await fetch(`${at.wordpress.url}/wp-json/usher/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ operations: Array.from({ length: MAX_BATCH + 1 }, () => upsert()) }),
    });
    expect(response.status).toBe(400);
  });
});
