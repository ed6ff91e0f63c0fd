import { BULK_REQUEST_SCHEMA, GROUP_SCHEMA, SEARCH_SCHEMA, USER_SCHEMA } from '@usher/scim';
import { type Answer, type Ingress, patchBody, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

const bulk = (Operations: unknown[], more: object = {}): Promise<Answer> =>
  ingress.scim('POST', '/Bulk', { schemas: [BULK_REQUEST_SCHEMA], Operations, ...more });
const idOf = ({ location }: { location: string }): string => location.slice(location.lastIndexOf('/') + 1);
const group = (displayName: string, ...members: string[]) => ({
  schemas: [GROUP_SCHEMA],
  displayName,
  members: members.map((value) => ({ value })),
});

/** The codes of the requests that were told of as rejected, once there are so many. */
async function rejections(count: number): Promise<string[]> {
  for (;;) {
    const operations = await ingress.operations();
    const codes = operations.filter(({ action }) => action === 'request.refuse').map(({ code }) => String(code));
    if (codes.length >= count) return codes.sort();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('/Bulk [RFC 7644 3.7]', () => {
  it('makes, changes and deletes, and answers each operation', async () => {
    const { body: known } = await ingress.scim('POST', '/Users', someUser());
    const { body: leaver } = await ingress.scim('POST', '/Users', someUser());
    const { status, body } = await bulk([
      { method: 'POST', path: '/Users', bulkId: 'ada', data: someUser() },
      { method: 'PATCH', path: `/Users/${known.id}`, data: patchBody({ op: 'add', path: 'title', value: 'Bulk' }) },
      { method: 'DELETE', path: `/Users/${leaver.id}` },
      { method: 'POST', path: '/Users', bulkId: 'again', data: someUser({ userName: known.userName }) },
      { method: 'PUT', path: '/Users/none', version: 'W/"1"', data: someUser() },
    ]);
    expect(status).toBe(200);
    expect(body.Operations).toMatchObject([
      { method: 'POST', bulkId: 'ada', status: '201', version: 'W/"1"', location: expect.stringContaining('/Users/') },
      { method: 'PATCH', status: '200', version: 'W/"2"', location: known.meta.location },
      { method: 'DELETE', status: '204', location: leaver.meta.location },
      { method: 'POST', bulkId: 'again', status: '409', response: { scimType: 'uniqueness', status: '409' } },
      { method: 'PUT', status: '404', response: { status: '404' } },
    ]);
    expect(body.Operations[3].location).toBeUndefined();
    const told = await rejections(2);
    expect(told).toEqual(['http_404', 'uniqueness']);
    expect((await ingress.scim('GET', `/Users/${known.id}`)).body.title).toBe('Bulk');
    expect((await ingress.scim('GET', `/Users/${leaver.id}`)).status).toBe(404);
  });

  it('resolves bulkIds in any order, circular ones too', async () => {
    const manager = {
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: 'bulkId:b' } },
    };
    const report = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: 'bulkId:a' } } };
    const { body } = await bulk([
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: patchBody({ op: 'add', path: 'members', value: [{ value: 'bulkId:b' }] }),
      },
      { method: 'POST', path: '/Groups', bulkId: 'g', data: group('Bulk team', 'bulkId:a') },
      { method: 'POST', path: '/Users', bulkId: 'a', data: someUser(manager) },
      { method: 'POST', path: '/Users', bulkId: 'b', data: someUser(report) },
    ]);
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['200', '201', '201', '201']);
    const [, g, a, b] = body.Operations.map(idOf);
    const members = (await ingress.scim('GET', `/Groups/${g}`)).body.members;
    expect(members.map(({ value, type }: { value: string; type: string }) => [value, type]).sort()).toEqual(
      [
        [a, 'User'],
        [b, 'User'],
      ].sort(),
    );
    const ada = (await ingress.scim('GET', `/Users/${a}`)).body;
    expect(ada['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'].manager.value).toBe(b);
    expect(ada.groups).toMatchObject([{ value: g }]);
  });

  it('stops at failOnErrors, and does not do what refers to what failed', async () => {
    const { body } = await bulk(
      [
        { method: 'POST', path: '/Users', bulkId: 'bad', data: { schemas: [USER_SCHEMA] } },
        { method: 'POST', path: '/Groups', bulkId: 'g', data: group('Never made', 'bulkId:bad') },
        { method: 'POST', path: '/Users', bulkId: 'late', data: someUser() },
      ],
      { failOnErrors: 2 },
    );
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['400', '409']);
  });

  it('refuses more operations, and more bytes, than it says it takes [RFC 7644 3.7.4]', async () => {
    const operation = { method: 'DELETE', path: '/Users/x' };
    const many = await bulk(Array.from({ length: 1001 }, () => operation));
    expect([many.status, many.body.schemas]).toEqual([413, ['urn:ietf:params:scim:api:messages:2.0:Error']]);
    const large = await bulk([{ method: 'POST', path: '/Users', bulkId: 'x', data: 'x'.repeat(4_194_304) }]);
    expect(large.status).toBe(413);
    const { bulk: limits } = (await ingress.scim('GET', '/ServiceProviderConfig')).body;
    expect(limits).toEqual({ supported: true, maxOperations: 1000, maxPayloadSize: 4_194_304 });
  });
});

describe('/.search [RFC 7644 3.4.3]', () => {
  const search = (path: string, request: object): Promise<Answer> =>
    ingress.scim('POST', path, { schemas: [SEARCH_SCHEMA], ...request });

  it('searches one type, or all at the root, as a GET does', async () => {
    const name = `Search ${Date.now()}`;
    const { body: user } = await ingress.scim('POST', '/Users', someUser({ displayName: name }));
    const { body: team } = await ingress.scim('POST', '/Groups', group(name, user.id));
    const filter = `displayName eq "${name}"`;
    expect((await search('/Users/.search', { filter })).body.Resources).toMatchObject([{ id: user.id }]);
    expect((await search('/Groups/.search', { filter })).body.Resources).toMatchObject([{ id: team.id }]);
    const { status, body } = await search('/.search', {
      filter,
      sortBy: 'meta.resourceType',
      attributes: ['userName'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 2 });
    expect(body.Resources).toEqual([
      { schemas: [GROUP_SCHEMA], id: team.id },
      { schemas: [USER_SCHEMA], id: user.id, userName: user.userName },
    ]);
    const first = await search('/.search', { filter, count: 1, cursor: '' });
    const second = await search('/.search', { filter, count: 1, cursor: first.body.nextCursor });
    expect([first, second].map(({ body: page }) => page.Resources[0].id).sort()).toEqual([user.id, team.id].sort());
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('refuses another method and another body', async () => {
    const wrong = await ingress.scim('GET', '/.search');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await ingress.scim('POST', '/.search', { filter: 'id pr' })).status).toBe(400);
  });
});
