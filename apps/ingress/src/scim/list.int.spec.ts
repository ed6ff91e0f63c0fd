import { type Answer, type Ingress, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

const list = (query: Record<string, string>) => ingress.scim('GET', `/Users?${new URLSearchParams(query)}`);
const create = async (attributes: Record<string, unknown> = {}) =>
  (await ingress.scim('POST', '/Users', someUser(attributes))).body;

describe('GET /Users', () => {
  it('is an empty list before the first user', async () => {
    const { status, body } = await list({});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      Resources: [],
    });
  });

  it('pages through all users in order of creation, each once, with the true total', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push((await create()).id);
    const gone = await create();
    await ingress.scim('DELETE', `/Users/${gone.id}`);
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= 7; startIndex += 3) {
      const { body } = await list({ startIndex: String(startIndex), count: '3' });
      expect(body).toMatchObject({ totalResults: 7, startIndex, itemsPerPage: body.Resources.length });
      seen.push(...body.Resources.map(({ id }: { id: string }) => id));
    }
    expect(seen).toEqual(ids);
  });

  it('gives only the total for a count of 0 and nothing past the end', async () => {
    const { totalResults } = (await list({ count: '0' })).body;
    expect((await list({ count: '0' })).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
    expect((await list({ startIndex: '1000' })).body).toMatchObject({ totalResults, Resources: [] });
  });

  it('reads odd paging as RFC 7644 says and refuses what is no number', async () => {
    expect((await list({ startIndex: '-5', count: '1' })).body).toMatchObject({ startIndex: 1, itemsPerPage: 1 });
    expect((await list({ count: '-1' })).body.Resources).toEqual([]);
    expect((await list({ count: 'many' })).status).toBe(400);
  });

  it('takes a trailing ampersand or question mark', async () => {
    expect((await ingress.scim('GET', '/Users?')).status).toBe(200);
    expect((await ingress.scim('GET', '/Users?count=1&')).body.itemsPerPage).toBe(1);
  });
});

describe('GET /Users?filter=', () => {
  it('finds a user by each of its unique attributes, userName in any case', async () => {
    const user = await create({ userName: 'Grace.Hopper@Example.org' });
    for (const filter of [
      'userName eq "grace.hopper@example.org"',
      'USERNAME EQ "GRACE.HOPPER@EXAMPLE.ORG"',
      `externalId eq "${user.externalId}"`,
      `id eq "${user.id}"`,
      `userName eq "grace.hopper@example.org" and externalId eq "${user.externalId}"`,
      `id eq "${user.id}" and userName eq "Grace.Hopper@example.org"`,
    ]) {
      const { status, body } = await list({ filter });
      expect([filter, status, body.totalResults]).toEqual([filter, 200, 1]);
      expect(body.Resources).toEqual([user]);
    }
  });

  it('is 200 with an empty list for what nobody has', async () => {
    const { externalId } = await create({ externalId: 'Case-Exact' });
    for (const filter of [
      'userName eq "nobody"',
      `externalId eq "${externalId.toLowerCase()}"`,
      'id eq "42"',
      `userName eq "nobody" and externalId eq "${externalId}"`,
    ]) {
      const { status, body } = await list({ filter });
      expect([filter, status, body.totalResults]).toEqual([filter, 200, 0]);
    }
  });

  it('honours paging and projection', async () => {
    const { userName } = await create();
    const filter = `userName eq "${userName}"`;
    const { body } = await list({ filter, startIndex: '1', count: '100', attributes: 'userName' });
    expect(body.Resources).toEqual([{ schemas: expect.anything(), id: expect.any(String), userName }]);
    expect((await list({ filter, startIndex: '2' })).body).toMatchObject({ totalResults: 1, Resources: [] });
    expect((await list({ filter, count: '0' })).body).toMatchObject({ totalResults: 1, Resources: [] });
  });

  it('answers whatever the grammar allows', async () => {
    const tag = `Tag-${Date.now()}`;
    const ada = await create({ title: tag, emails: [{ value: `${tag}@work.example`, type: 'work' }], active: false });
    const bob = await create({ title: `${tag}-b`, emails: [{ value: `${tag}@home.example`, type: 'home' }] });
    const cases: [filter: string, names: unknown[]][] = [
      [`title eq "${tag.toUpperCase()}"`, [ada.userName]],
      [`title sw "${tag}"`, [ada.userName, bob.userName]],
      [`title co "${tag}" and not (active eq true)`, [ada.userName]],
      [`emails eq "${tag}@HOME.example"`, [bob.userName]],
      [`emails[type eq "work" and value sw "${tag}"]`, [ada.userName]],
      [`urn:ietf:params:scim:schemas:core:2.0:User:title ew "${tag}-b"`, [bob.userName]],
      [`userName eq "${ada.userName}" or userName eq "${bob.userName}"`, [ada.userName, bob.userName]],
      [
        `(title eq "${tag}" or title eq "${tag}-b") and meta.lastModified gt "2020-01-01T00:00:00Z"`,
        [ada.userName, bob.userName],
      ],
      [`title sw "${tag}" and meta.created lt "2020-01-01T00:00:00Z"`, []],
    ];
    for (const [filter, names] of cases) {
      const { body } = await list({ filter });
      expect([filter, body.Resources.map(({ userName }: { userName: string }) => userName)]).toEqual([filter, names]);
      expect(body.totalResults).toBe(names.length);
    }
  });

  it('refuses what is no filter and says where', async () => {
    for (const filter of ['userName eq', 'userName eq "a\\u0000b"', '((', 'userName xx "a"']) {
      const { status, body } = await list({ filter });
      expect([filter, status, body.scimType]).toEqual([filter, 400, 'invalidFilter']);
      expect(body.detail).toMatch(/at character \d+/);
    }
  });

  it('sorts, with what has no value last, or first when descending', async () => {
    const tag = `Sort-${Date.now()}`;
    const people = [
      await create({ title: tag, nickName: 'b' }),
      await create({ title: tag }),
      await create({ title: tag, nickName: 'A' }),
    ];
    const sorted = async (more: Record<string, string>) =>
      (await list({ filter: `title eq "${tag}"`, sortBy: 'nickName', ...more })).body.Resources.map(
        ({ userName }: { userName: string }) => userName,
      );
    const [b, none, a] = people.map(({ userName }) => userName);
    expect(await sorted({})).toEqual([a, b, none]);
    expect(await sorted({ sortOrder: 'descending' })).toEqual([none, b, a]);
    expect(await sorted({ sortOrder: 'descending', startIndex: '2', count: '1' })).toEqual([b]);
    expect((await list({ sortBy: 'emails.', sortOrder: 'up' })).status).toBe(400);
  });

  it('pages by cursor, sorted or not, each resource once', async () => {
    const tag = `Cursor-${Date.now()}`;
    for (let count = 0; count < 5; count += 1)
      await create({ title: tag, nickName: count % 2 === 0 ? 'x' : `n${count}` });
    const everybody = (await list({ filter: `title eq "${tag}"` })).body.Resources.map(
      ({ id }: { id: string }) => id,
    ).sort();
    const sorts: Record<string, string>[] = [
      {},
      { sortBy: 'nickName' },
      { sortBy: 'nickName', sortOrder: 'descending' },
    ];
    for (const query of sorts) {
      const filter = `title eq "${tag}"`;
      const ids: string[] = [];
      let cursor: string | undefined = '';
      do {
        const { body }: Answer = await list({ ...query, filter, count: '2', cursor });
        expect(body).toMatchObject({ totalResults: 5 });
        expect(body.startIndex).toBeUndefined();
        ids.push(...body.Resources.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      } while (cursor !== undefined);
      expect(ids).toHaveLength(5);
      expect([...ids].sort()).toEqual(everybody);
    }
    const first = await list({ count: '1', cursor: '' });
    expect(first.body.Resources).toHaveLength(1);
    const second = await list({ count: '1', cursor: first.body.nextCursor });
    expect(second.body.Resources[0].id > first.body.Resources[0].id).toBe(true);
    for (const wrong of ['x', first.body.nextCursor]) {
      const refused = await list({ filter: 'title pr', cursor: wrong });
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidCursor']);
    }
    expect((await list({ cursor: '', count: 'many' })).body.scimType).toBe('invalidCount');
  });
});
