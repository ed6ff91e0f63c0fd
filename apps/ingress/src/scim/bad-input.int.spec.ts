import { randomUUID } from 'node:crypto';
import { type Ingress, patchBody, someUser, startTestIngress, TOKEN } from '../testing/harness.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

let ingress: Ingress;
let known: string;

beforeAll(async () => {
  ingress = await startTestIngress();
  known = (await ingress.scim('POST', '/Users', someUser())).body.id;
});
afterAll(() => ingress?.stop());

const stored = async () => [
  await ingress.sql('SELECT id, revision, attributes FROM ingress.users ORDER BY id'),
  (await ingress.events()).length,
];

interface Case {
  name: string;
  method?: string;
  path?: string;
  body?: unknown;
  headers?: Record<string, string | null>;
  status: number;
  scimType?: string;
}

const cases: Case[] = [
  { name: 'malformed JSON', body: '{"userName": ', status: 400, scimType: 'invalidSyntax' },
  {
    name: 'a body that is no UTF-8',
    body: Buffer.from(JSON.stringify(someUser({ userName: 'b\xe4d' })), 'latin1'),
    status: 400,
    scimType: 'invalidSyntax',
  },
  { name: 'no JSON object', body: '[1]', status: 400, scimType: 'invalidSyntax' },
  { name: 'no body', status: 400, scimType: 'invalidSyntax' },
  {
    name: 'a wrong schema URN',
    body: someUser({ schemas: ['urn:x:Nothing'] }),
    status: 400,
    scimType: 'invalidSyntax',
  },
  { name: 'a missing userName', body: someUser({ userName: undefined }), status: 400, scimType: 'invalidValue' },
  { name: 'an empty userName', body: someUser({ userName: '' }), status: 400, scimType: 'invalidValue' },
  { name: 'a userName of a wrong type', body: someUser({ userName: { a: 1 } }), status: 400, scimType: 'invalidValue' },
  { name: 'emails of a wrong type', body: someUser({ emails: [[]] }), status: 400, scimType: 'invalidValue' },
  { name: 'a userName too long', body: someUser({ userName: 'x'.repeat(600) }), status: 400, scimType: 'invalidValue' },
  { name: 'a NUL in the userName', body: someUser({ userName: 'a\0b' }), status: 400, scimType: 'invalidValue' },
  { name: 'a body over 1 MiB', body: someUser({ title: 'x'.repeat(1_100_000) }), status: 413 },
  { name: 'another media type', body: 'a=b', headers: { 'content-type': 'text/plain' }, status: 415 },
  { name: 'no token', body: someUser(), headers: { authorization: null }, status: 401 },
  { name: 'a wrong token', body: someUser(), headers: { authorization: 'Bearer wrong' }, status: 401 },
  { name: 'Basic credentials', body: someUser(), headers: { authorization: `Basic ${TOKEN}` }, status: 401 },
  { name: 'no token and malformed JSON', body: '{', headers: { authorization: null }, status: 401 },
  { name: 'no token for reading', method: 'GET', headers: { authorization: null }, status: 401 },
  { name: 'an unknown id for PUT', method: 'PUT', path: `/Users/${randomUUID()}`, body: someUser(), status: 404 },
  {
    name: 'an unknown id for PATCH',
    method: 'PATCH',
    path: `/Users/${randomUUID()}`,
    body: patchBody({ op: 'add', value: { title: 'x' } }),
    status: 404,
  },
  { name: 'an unknown id for DELETE', method: 'DELETE', path: `/Users/${randomUUID()}`, status: 404 },
  { name: 'a URL that cannot be decoded', method: 'GET', path: '/Users/%zz', status: 400 },
  { name: 'an unknown path', method: 'GET', path: '/Nothing', status: 404 },
  { name: 'the bare base path', method: 'GET', path: '', status: 404 },
  { name: 'an unknown path for POST', path: '/Users/x/y', body: someUser(), status: 404 },
  { name: 'a method that does not fit the list', method: 'DELETE', path: '/Users', status: 405 },
  { name: 'a method that does not fit the resource', path: `/Users/${randomUUID()}`, body: {}, status: 405 },
  { name: 'a change of what is read-only', method: 'PUT', path: '/ServiceProviderConfig', body: {}, status: 405 },
];

describe('bad input', () => {
  it.each(cases)('$name gets $status and stores nothing', async ({ method = 'POST', path = '/Users', ...rest }) => {
    const before = await stored();
    const { status, headers, body } = await ingress.scim(method, path, rest.body, rest.headers);
    expect(status).toBe(rest.status);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(body).toMatchObject({ schemas: [ERROR], status: String(rest.status), detail: expect.any(String) });
    expect(body.scimType).toBe(rest.scimType);
    expect(headers.get('www-authenticate')?.startsWith('Bearer realm="SCIM"') ?? false).toBe(status === 401);
    expect(headers.get('allow') !== null).toBe(status === 405);
    expect(await stored()).toEqual(before);
  });

  it.each<[name: string, body: unknown, scimType: string]>([
    ['malformed JSON', '{', 'invalidSyntax'],
    ['no operations', patchBody(), 'invalidSyntax'],
    ['a missing schema', { Operations: [{ op: 'add', value: { title: 'x' } }] }, 'invalidValue'],
    ['an unknown verb', patchBody({ op: 'move', path: 'title', value: 'x' }), 'invalidSyntax'],
    ['a broken path', patchBody({ op: 'add', path: 'emails[', value: 'x' }), 'invalidPath'],
    ['removal without a path', patchBody({ op: 'remove' }), 'noTarget'],
    ['a wrong type', patchBody({ op: 'replace', path: 'active', value: { no: 1 } }), 'invalidValue'],
    [
      'a second operation that fails',
      patchBody({ op: 'add', path: 'title', value: 'x' }, { op: 'remove' }),
      'noTarget',
    ],
    ['a removal of the userName', patchBody({ op: 'remove', path: 'userName' }), 'mutability'],
    ['a change of the id', patchBody({ op: 'replace', path: 'id', value: 'x' }), 'mutability'],
  ])('PATCH with %s gets 400 and changes nothing', async (_name, body, scimType) => {
    const before = await stored();
    const answer = await ingress.scim('PATCH', `/Users/${known}`, body);
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    expect(await stored()).toEqual(before);
  });

  it('takes application/json with a charset', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await ingress.scim('POST', '/Users', someUser(), headers)).status).toBe(201);
  });
});
