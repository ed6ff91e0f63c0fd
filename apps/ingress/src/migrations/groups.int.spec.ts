import { openDatabase, poolOf } from '@usher/persistence';
import { testDatabase } from '@usher/testing';
import { openIngressDatabase } from '../database.js';
import { Directory1764000000000 } from './1764000000000-directory.js';

const ID = '0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11';
const ATTRIBUTES = {
  userName: 'Ada',
  active: false,
  emails: [{ value: 'Ada@Example.ORG', primary: true }, { type: 'home' }],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D "x"' },
};

it('keeps the users that were stored before there were groups', async () => {
  const database = await testDatabase();
  const before = await openDatabase({ url: database.url, schema: 'ingress', migrations: [Directory1764000000000] });
  const meta = {
    resourceType: 'User',
    created: '2026-11-01T10:00:00.123Z',
    lastModified: '2026-11-02T10:00:00.456Z',
    version: 'W/"7"',
  };
  const document = JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: ID,
    ...ATTRIBUTES,
    meta,
  });
  await before.query(
    `INSERT INTO ingress.users (connection, id, user_name_key, external_id, revision, document)
     VALUES ('default', $1, 'ada', NULL, 7, $2)`,
    [ID, document.slice(0, -2)],
  );
  await before.destroy();

  const after = await openIngressDatabase(database.url);
  const { rows } = await poolOf(after).query(
    'SELECT id, revision, attributes, groups, email_keys, created, modified FROM ingress.users',
  );
  expect(rows).toEqual([
    {
      id: ID,
      revision: 7,
      attributes: expect.any(String),
      groups: null,
      email_keys: ['ada@example.org'],
      created: new Date(meta.created),
      modified: new Date(meta.lastModified),
    },
  ]);
  expect(JSON.parse(rows[0].attributes)).toEqual(ATTRIBUTES);
  await after.destroy();
  await database.drop();
});
