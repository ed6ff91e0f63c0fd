import { GROUP_SCHEMA } from '@usher/scim';
import { connect } from '../testing/connect.js';
import { type Ingress, patchBody, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;
let other: { id: string; headers: { authorization: string } };

beforeAll(async () => {
  ingress = await startTestIngress();
  other = await connect(ingress, { id: 'other' });
  const people: [string, Record<string, unknown>, object?][] = [
    [
      'Ada@Example.org',
      { displayName: 'Ada Lovelace', externalId: 'E-1815', emails: [{ value: 'countess@calc.test' }] },
    ],
    ['babbage', { displayName: 'Charles B.', name: { givenName: 'Charles', familyName: 'Babbage' }, active: false }],
    [
      'hopper',
      { displayName: 'Grace', emails: [{ value: 'x@y.test' }, { value: 'Amazing@Navy.test', primary: true }] },
    ],
    ['zuse_100%', { name: { givenName: 'Konrad', familyName: 'Züse' }, displayName: undefined }, other.headers],
  ];
  for (const [userName, attributes, headers] of people) {
    const made = await ingress.scim('POST', '/Users', someUser({ userName, ...attributes }), { ...headers });
    expect(made.status).toBe(201);
  }
});
afterAll(() => ingress?.stop());

const users = async (query: string) => (await ingress.api('GET', `/directory/users?${query}`)).body;
const names = async (query: string): Promise<string[]> =>
  (await users(query)).users.map(({ userName }: { userName: string }) => userName);

describe('the users of all connections', () => {
  it('are shown with what tells them apart', async () => {
    const { users: all, nextCursor } = await users('');
    expect(nextCursor).toBeNull();
    expect(all).toHaveLength(4);
    expect(all[0]).toEqual({
      id: expect.any(String),
      connection: 'default',
      userName: 'Ada@Example.org',
      externalId: 'E-1815',
      displayName: 'Ada Lovelace',
      email: 'countess@calc.test',
      active: true,
      deleted: null,
      revision: 1,
      created: expect.any(String),
      lastModified: expect.any(String),
    });
    expect(all[2]).toMatchObject({ userName: 'hopper', email: 'Amazing@Navy.test' });
    expect(all[3]).toMatchObject({ connection: 'other', displayName: 'Konrad Züse' });
  });

  it.each([
    ['user name', 'q=ADA@exam', ['Ada@Example.org']],
    ['display name', 'q=lovel', ['Ada@Example.org']],
    ['first and last name', 'q=charles%20babb', ['babbage']],
    ['e-mail address', 'q=amazing@NAVY', ['hopper']],
    ['externalId', 'q=e-18', ['Ada@Example.org']],
    ['letters beyond ASCII', 'q=Z%C3%9CSE', ['zuse_100%']],
    ['signs that a pattern would take for others', 'q=_100%25', ['zuse_100%']],
    ['what nobody has', 'q=o%25r', []],
    ['one connection', 'connection=other', ['zuse_100%']],
    ['inactive', 'active=false', ['babbage']],
    ['active', 'active=true', ['Ada@Example.org', 'hopper', 'zuse_100%']],
  ])('are found by %s', async (_what, query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('are found by what they are now', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser({ displayName: 'Before' }));
    await ingress.scim(
      'PATCH',
      `/Users/${body.id}`,
      patchBody({ op: 'replace', path: 'displayName', value: 'Afterwards' }),
    );
    await ingress.scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'replace', path: 'active', value: false }));
    expect(await names('q=before')).toEqual([]);
    expect(await names('q=afterwards&active=false')).toEqual([body.userName]);
    await ingress.scim('DELETE', `/Users/${body.id}`);
    expect(await names('q=afterwards')).toEqual([]);
    const [gone] = (await users('q=afterwards&deleted=true')).users;
    expect(gone).toMatchObject({ id: body.id, active: false, revision: 4, deleted: expect.any(String) });
    const { body: details } = await ingress.api('GET', `/directory/users/${body.id}`);
    expect(details).toMatchObject({ deleted: gone.deleted, attributes: { displayName: 'Afterwards' }, groups: [] });
  });

  it.each(['userName', 'created', 'lastModified'])('are read page by page, sorted by %s, both ways', async (sort) => {
    const whole = await names(`sort=${sort}`);
    expect(new Set(whole).size).toBe(4);
    for (const order of ['asc', 'desc']) {
      const read: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await users(`sort=${sort}&order=${order}&limit=1${cursor && `&cursor=${cursor}`}`);
        read.push(...page.users.map(({ userName }: { userName: string }) => userName));
        cursor = page.nextCursor;
      }
      expect(read).toEqual(order === 'asc' ? whole : [...whole].reverse());
    }
  });

  it.each(['limit=0', 'limit=201', 'sort=name', 'active=maybe', 'cursor=none', 'q=%00', 'q=a&q=b', 'colour=red'])(
    'can’t be asked for by %s',
    async (query) => {
      expect((await ingress.api('GET', `/directory/users?${query}`)).status).toBe(400);
    },
  );

  it('takes no cursor of another query, and none that was made up', async () => {
    const { nextCursor } = await users('limit=1&sort=created');
    expect((await ingress.api('GET', `/directory/users?limit=1&cursor=${nextCursor}`)).status).toBe(400);
    const [hash, type, id] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify([hash, type, id, 'no uuid'])).toString('base64url');
    expect((await ingress.api('GET', `/directory/users?limit=1&sort=created&cursor=${forged}`)).status).toBe(400);
  });

  it('are for operators only', async () => {
    const { status } = await ingress.api('GET', '/directory/users', undefined, { authorization: null });
    expect(status).toBe(401);
  });
});

describe('one user', () => {
  it('is told as it is wanted, with its groups and without a password', async () => {
    const { id, headers } = await connect(ingress, { passwordSync: true });
    const { body: user } = await ingress.scim('POST', '/Users', someUser({ password: 'correct horse' }), headers);
    const group = { schemas: [GROUP_SCHEMA], displayName: 'Editors', members: [{ value: user.id }] };
    const { body: editors } = await ingress.scim('POST', '/Groups', group, headers);
    const { body, text } = await ingress.api('GET', `/directory/users/${user.id}`);
    expect(body).toMatchObject({
      id: user.id,
      connection: id,
      revision: 2,
      active: true,
      attributes: { userName: user.userName, name: { givenName: 'Ada' } },
      groups: [{ id: editors.id, displayName: 'Editors', type: 'direct' }],
    });
    expect(text).not.toMatch(/password|\$2[aby]\$|correct horse/);
  });

  it.each(['0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11', 'nobody', '%00'])('that isn’t there is 404: %s', async (id) => {
    expect((await ingress.api('GET', `/directory/users/${id}`)).status).toBe(404);
    expect((await ingress.api('GET', `/directory/groups/${id}`)).status).toBe(404);
  });
});

describe('groups', () => {
  it('are told with the number of their members, and read with them page by page', async () => {
    const { id: connection, headers } = await connect(ingress);
    const made = await Promise.all([1, 2].map(() => ingress.scim('POST', '/Users', someUser(), headers)));
    const ids = made.map(({ body }) => String(body.id)).sort();
    const inner = await ingress.scim(
      'POST',
      '/Groups',
      { schemas: [GROUP_SCHEMA], displayName: 'Inner', externalId: 'G-7' },
      headers,
    );
    const members = [...ids, inner.body.id, 'not-yet'].map((value) => ({ value }));
    const outer = await ingress.scim(
      'POST',
      '/Groups',
      { schemas: [GROUP_SCHEMA], displayName: 'Outer ring', members },
      headers,
    );

    const list = (await ingress.api('GET', `/directory/groups?connection=${connection}`)).body;
    expect(list).toMatchObject({
      groups: [
        { id: inner.body.id, displayName: 'Inner', externalId: 'G-7', members: 0, connection },
        { id: outer.body.id, displayName: 'Outer ring', members: 4 },
      ],
      nextCursor: null,
    });
    for (const q of ['RING', 'g-7']) {
      expect((await ingress.api('GET', `/directory/groups?connection=${connection}&q=${q}`)).body.groups).toHaveLength(
        1,
      );
    }
    const first = (await ingress.api('GET', `/directory/groups?connection=${connection}&limit=1`)).body;
    const next = `/directory/groups?connection=${connection}&limit=1&cursor=${first.nextCursor}`;
    expect((await ingress.api('GET', next)).body).toMatchObject({
      groups: [{ displayName: 'Outer ring' }],
      nextCursor: null,
    });

    const path = `/directory/groups/${outer.body.id}`;
    const page = (await ingress.api('GET', `${path}?limit=3`)).body;
    expect(page).toMatchObject({ displayName: 'Outer ring', memberCount: 4, connection });
    const rest = (await ingress.api('GET', `${path}?limit=3&cursor=${page.nextCursor}`)).body;
    const all = [...page.members, ...rest.members];
    expect(all).toHaveLength(4);
    expect(all).toEqual(
      expect.arrayContaining([
        { id: ids[0], type: 'user', name: expect.stringContaining('@example.org') },
        { id: inner.body.id, type: 'group', name: 'Inner' },
        { id: 'not-yet', type: 'pending', name: null },
      ]),
    );
    expect(rest.nextCursor).toBeNull();
  });
});
