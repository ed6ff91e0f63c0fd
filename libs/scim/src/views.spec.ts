import {
  diffAttributes,
  ENTERPRISE_USER_SCHEMA,
  type JsonObject,
  listResponse,
  MAX_RESULTS,
  parsePaging,
  parseProjection,
  parseUser,
  project,
  resourceTypes,
  schemaDefinitions,
  type ScimAttributes,
  scimErrorBody,
  serviceProviderConfig,
  USER_SCHEMA,
  userResource,
  type UserState,
} from './index.js';

const baseUrl = 'https://h/scim/v2';
const enterprise: JsonObject = { department: 'd', manager: { value: 'm' } };
const attributes: ScimAttributes = {
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'a@x', type: 'work' }, { value: 'b@x' }],
  [ENTERPRISE_USER_SCHEMA]: enterprise,
};
const state: UserState = {
  id: '7',
  attributes,
  groups: [{ id: 'g', displayName: 'Editors' }],
  revision: 3,
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-02-01T00:00:00.000Z',
  baseUrl,
};

describe('userResource', () => {
  it('shows the schemas in use, the groups, and meta with location and version', () => {
    expect(userResource(state)).toEqual({
      ...attributes,
      schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
      id: '7',
      groups: [{ value: 'g', $ref: `${baseUrl}/Groups/g`, display: 'Editors', type: 'direct' }],
      meta: {
        resourceType: 'User',
        created: state.created,
        lastModified: state.lastModified,
        location: `${baseUrl}/Users/7`,
        version: 'W/"3"',
      },
    });
    expect(userResource({ ...state, attributes: { userName: 'a', active: true }, groups: [] })).toMatchObject({
      schemas: [USER_SCHEMA],
    });
  });

  it('comes back as the same attributes when a client puts it', () => {
    expect(parseUser(userResource(state))).toEqual({ ok: true, value: { attributes: attributes, ignored: [] } });
  });
});

describe('projection', () => {
  const shown = (query: { attributes?: string; excludedAttributes?: string }): object => {
    const parsed = parseProjection(query);
    if (!parsed.ok) throw new Error(parsed.error.detail);
    return project(userResource(state), parsed.value);
  };
  const schemas = [USER_SCHEMA, ENTERPRISE_USER_SCHEMA];

  it('shows what is asked for, and always schemas and id', () => {
    expect(shown({ attributes: 'USERNAME, name.givenName,emails.value,nonsense' })).toEqual({
      schemas,
      id: '7',
      userName: 'ada',
      name: { givenName: 'Ada' },
      emails: [{ value: 'a@x' }, { value: 'b@x' }],
    });
  });
  it('shows attributes of an extension', () => {
    const part = { schemas, id: '7', [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'm' } } };
    expect(shown({ attributes: `${ENTERPRISE_USER_SCHEMA}:manager.value` })).toEqual(part);
    expect(shown({ attributes: ENTERPRISE_USER_SCHEMA })).toEqual({
      schemas,
      id: '7',
      [ENTERPRISE_USER_SCHEMA]: enterprise,
    });
  });
  it('leaves out what is excluded, but never schemas and id', () => {
    const rest = shown({
      excludedAttributes: `id,schemas,meta,groups,name,emails.type,${ENTERPRISE_USER_SCHEMA}:manager`,
    });
    expect(rest).toEqual({
      schemas,
      id: '7',
      userName: 'ada',
      active: true,
      emails: [{ value: 'a@x' }, { value: 'b@x' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'd' },
    });
  });
  it('is the resource itself when nothing is asked', () => {
    expect(parseProjection({ attributes: ' ', excludedAttributes: '' })).toEqual({ ok: true, value: null });
    const resource = userResource(state);
    expect(project(resource, null)).toBe(resource);
  });
  it('refuses both at once', () => {
    expect(parseProjection({ attributes: 'id', excludedAttributes: 'name' })).toMatchObject({
      error: { status: 400, scimType: 'invalidValue' },
    });
  });
});

describe('paging', () => {
  it.each([
    [{}, { startIndex: 1, count: 100 }],
    [
      { startIndex: '0', count: '-1' },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: '11', count: '5000' },
      { startIndex: 11, count: MAX_RESULTS },
    ],
    [
      { startIndex: 3, count: 0 },
      { startIndex: 3, count: 0 },
    ],
  ])('reads %j', (query, value) => expect(parsePaging(query)).toEqual({ ok: true, value }));

  it.each([{ startIndex: 'x' }, { count: '1.5' }, { count: '9'.repeat(20) }])('refuses %j', (query) => {
    expect(parsePaging(query)).toMatchObject({ error: { status: 400, scimType: 'invalidValue' } });
  });

  it('wraps a page', () => {
    expect(listResponse({ resources: [{ id: '7' }], totalResults: 9, startIndex: 3 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 9,
      startIndex: 3,
      itemsPerPage: 1,
      Resources: [{ id: '7' }],
    });
  });
});

describe('discovery', () => {
  it('claims nothing that is not so', () => {
    expect(serviceProviderConfig(baseUrl)).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: MAX_RESULTS },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
      meta: { location: `${baseUrl}/ServiceProviderConfig` },
    });
  });
  it('lists the user type with its extension', () => {
    expect(resourceTypes(baseUrl)).toMatchObject([
      { id: 'User', endpoint: '/Users', schema: USER_SCHEMA, schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA }] },
    ]);
  });
  it('describes every attribute in the form of RFC 7643 section 7', () => {
    const [user, extension, ...more] = schemaDefinitions(baseUrl) as { id: string; attributes: object[] }[];
    expect([user?.id, extension?.id, more]).toEqual([USER_SCHEMA, ENTERPRISE_USER_SCHEMA, []]);
    expect(user?.attributes).toHaveLength(21);
    expect(user?.attributes[0]).toEqual({
      name: 'userName',
      type: 'string',
      multiValued: false,
      description: expect.any(String),
      required: true,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
    expect(extension?.attributes).toHaveLength(6);
  });
});

describe('scimErrorBody', () => {
  it('has the status as a string, and no scimType where there is none', () => {
    expect(scimErrorBody({ status: 404, detail: 'x' })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'x',
    });
    expect(scimErrorBody({ status: 409, scimType: 'uniqueness', detail: 'x' })).toMatchObject({
      scimType: 'uniqueness',
    });
  });
});

describe('diffAttributes', () => {
  it('names what differs by its path, and null for unassigned', () => {
    const after = {
      ...attributes,
      active: false,
      name: { givenName: 'Ada' },
      emails: [{ value: 'a@x' }],
      title: 'x',
      [ENTERPRISE_USER_SCHEMA]: { department: 'e', manager: { value: 'n' } },
    };
    expect(diffAttributes(attributes, after)).toEqual([
      { path: 'active', before: true, after: false },
      { path: 'name.familyName', before: 'Lovelace', after: null },
      { path: 'emails', before: attributes.emails, after: [{ value: 'a@x' }] },
      { path: `${ENTERPRISE_USER_SCHEMA}:department`, before: 'd', after: 'e' },
      { path: `${ENTERPRISE_USER_SCHEMA}:manager.value`, before: 'm', after: 'n' },
      { path: 'title', before: null, after: 'x' },
    ]);
  });
  it('is empty for the same attributes in another order', () => {
    expect(diffAttributes({ a: { b: 1, c: [2] } }, { a: { c: [2], b: 1 } })).toEqual([]);
  });
});
