import { openDatabase, poolOf } from '@usher/persistence';
import type { ScimAttributes } from '@usher/scim';
import { testDatabase } from '@usher/testing';
import { openIngressDatabase } from '../database.js';
import { searchText } from '../directory/users/search-text.js';
import { AnswersAndPasswords1764300000000 } from './1764300000000-answers-and-passwords.js';
import { Connections1764200000000 } from './1764200000000-connections.js';
import { Directory1764000000000 } from './1764000000000-directory.js';
import { Groups1764100000000 } from './1764100000000-groups.js';

const ATTRIBUTES: ScimAttributes = {
  userName: 'Ada',
  externalId: 'E1',
  active: false,
  displayName: 'Ada',
  name: { givenName: 'ADA', familyName: 'Öztürk' },
  emails: [{ value: 'Ada@Example.ORG', primary: true }, { type: 'home' }],
};

it('finds the users that were stored before as those that come later', async () => {
  const database = await testDatabase();
  const migrations = [
    Directory1764000000000,
    Groups1764100000000,
    Connections1764200000000,
    AnswersAndPasswords1764300000000,
  ];
  const before = await openDatabase({ url: database.url, schema: 'ingress', migrations });
  await before.query(
    `INSERT INTO ingress.users (connection, id, user_name_key, external_id, revision, attributes, created, modified)
     VALUES ('default', gen_random_uuid(), 'ada', 'E1', 7, $1, now(), now())`,
    [JSON.stringify(ATTRIBUTES)],
  );
  await before.destroy();
  const after = await openIngressDatabase(database.url);
  const { rows } = await poolOf(after).query('SELECT active, search FROM ingress.users');
  expect(rows).toEqual([{ active: false, search: expect.any(String) }]);
  const lines = (text: string): string[] => [...new Set(text.split('\n'))].sort();
  expect(lines(rows[0].search)).toEqual(lines(searchText(ATTRIBUTES)));
  await after.destroy();
  await database.drop();
});
