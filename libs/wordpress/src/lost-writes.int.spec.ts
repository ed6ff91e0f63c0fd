import { jest } from '@jest/globals';
import type { Operation } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
  // The database refuses what fits a pattern, as when the row stays locked by somebody else: the statement only.
  await at.installPlugin(
    'refuses',
    `add_filter( 'query', function ( $sql ) {
       return is_file( WP_CONTENT_DIR . '/refused' ) && preg_match( file_get_contents( WP_CONTENT_DIR . '/refused' ), $sql )
         ? preg_replace( '/^\\s*(?:INSERT INTO|UPDATE|DELETE FROM)\\s+(\\S+).*/s', 'UPDATE $1 SET nowhere = 1', $sql ) : $sql;
     } );
     add_filter( 'usher_connector_use_transactions', function ( $possible ) { return $possible && ! is_file( WP_CONTENT_DIR . '/single' ); } );`,
  );
});
afterAll(() => at.stop());
const refuse = (pattern: string | null) =>
  at.php(
    `return ${pattern === null ? `unlink( WP_CONTENT_DIR . '/refused' )` : `file_put_contents( WP_CONTENT_DIR . '/refused', ${quoted(pattern)} )`};`,
  );

describe.each([
  ['in a transaction', 'unlink'],
  ['without transactions', 'touch'],
])('what the database refused %s', (_, door) => {
  beforeAll(() => at.php(`return @${door}( WP_CONTENT_DIR . '/single' );`));

  it.each<[string, string, Omit<Operation, 'scimId' | 'revision'>]>([
    ['the roles of a leaver', '/^UPDATE.*capabilities/s', { op: 'deactivate' } as Operation],
    ['the sessions of a leaver', '/^DELETE FROM \\S*usermeta/', { op: 'deactivate' } as Operation],
    ['the row of an account', '/^DELETE FROM \\S*users\\b/', { op: 'delete', reassign: null } as Operation],
    ['a name', '/^UPDATE.*first_name/s', upsert({ fields: { first_name: 'New' } })],
    ['an address', '/^UPDATE \\S*users\\b/', upsert({ fields: { user_url: 'http://example.org' } })],
    ['usermeta', '/^INSERT.*office/s', upsert({ meta: { office: 'Berlin' } })],
  ])('is not called applied, and is done by the next attempt: %s', async (what, pattern, change) => {
    const first = upsert({ roles: gives('editor') });
    const login = first.fields.user_login;
    await at.run(first);
    await at.php(
      `return WP_Session_Tokens::get_instance( get_user_by( 'login', ${quoted(login)} )->ID )->create( time() + 3600 );`,
    );
    const later = { ...first, ...change, scimId: first.scimId, revision: 2 } as Operation;
    if (later.op === 'upsert') later.fields = { ...later.fields, user_login: login };
    await refuse(pattern);
    const result = await at.run(later);
    await refuse(null);
    expect(result).toMatchObject({ status: 'failed', code: 'database_error' });
    expect(result).toMatchObject({ message: expect.stringMatching(/refused to write to the table \w+\.$/) });

    await at.run(later);
    const stored = await at.php<Record<string, unknown>>(
      `$u = get_user_by( 'login', ${quoted(login)} );
       return [ 'there' => (bool) $u ] + ( $u ? [ 'roles' => $u->roles, 'sessions' => count( WP_Session_Tokens::get_instance( $u->ID )->get_all() ),
         'name' => $u->first_name, 'url' => $u->user_url, 'office' => $u->office ] : [] );`,
    );
    expect(stored).toMatchObject(
      {
        deactivate: { there: true, roles: [], sessions: 0 },
        delete: { there: false },
        upsert: {
          there: true,
          name: what === 'a name' ? 'New' : '',
          office: what === 'usermeta' ? 'Berlin' : '',
          ...(what === 'an address' && { url: 'http://example.org' }),
        },
      }[later.op as 'deactivate' | 'delete' | 'upsert'],
    );
  });
});
