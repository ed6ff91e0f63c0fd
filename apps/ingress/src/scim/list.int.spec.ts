import { type Ingress, someUser, startTestIngress } from '../testing/harness.js';

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

  it('refuses what it cannot answer and says what it can', async () => {
    for (const filter of [
      'title pr',
      'userName co "a"',
      'userName eq "a" or userName eq "b"',
      'not (userName eq "a")',
      'emails[type eq "work"]',
      'userName eq',
      'userName eq "a\\u0000b"',
      '((',
    ]) {
      const { status, body } = await list({ filter });
      expect([filter, status, body.scimType]).toEqual([filter, 400, 'invalidFilter']);
    }
    expect((await list({ filter: 'title pr' })).body.detail).toContain('userName eq');
  });
});
