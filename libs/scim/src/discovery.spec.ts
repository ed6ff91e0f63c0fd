import {
  dialectsOf,
  ENTERPRISE_USER_SCHEMA,
  GROUP_SCHEMA,
  type Json,
  type JsonObject,
  MAX_BULK_OPERATIONS,
  MAX_BULK_PAYLOAD,
  MAX_RESULTS,
  parseSchema,
  resourceTypes,
  schemaDefinitions,
  serviceProviderConfig,
  USER_SCHEMA,
} from './index.js';

const baseUrl = 'https://h/scim/v2';
const custom = parseSchema({ id: 'urn:acme:2.0:Group', attributes: [{ name: 'floor', type: 'integer' }] });
const dialects = dialectsOf({ groupExtensions: custom.ok ? [custom.value] : [] });
const schemas = schemaDefinitions(dialects, baseUrl);
const byName = (name: string): JsonObject => schemas.find((each) => each.name === name) as JsonObject;

describe('serviceProviderConfig', () => {
  it('says of passwords what holds for the connection', () => {
    const config = serviceProviderConfig(baseUrl, { changePassword: true });
    expect(config.changePassword).toEqual({ supported: true });
  });

  it('claims nothing that is not so', () => {
    expect(serviceProviderConfig(baseUrl, { changePassword: false })).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: MAX_BULK_OPERATIONS, maxPayloadSize: MAX_BULK_PAYLOAD },
      filter: { supported: true, maxResults: MAX_RESULTS },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 200,
      },
      authenticationSchemes: [expect.objectContaining({ type: 'oauthbearertoken' })],
      meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
    });
    expect([MAX_BULK_OPERATIONS, MAX_BULK_PAYLOAD]).toEqual([1000, 4 * 1024 * 1024]);
  });
});

describe('resourceTypes', () => {
  it('lists users and groups with their extensions', () => {
    expect(resourceTypes(dialects, baseUrl)).toMatchObject([
      { id: 'User', endpoint: '/Users', schema: USER_SCHEMA, schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA }] },
      {
        id: 'Group',
        endpoint: '/Groups',
        schema: GROUP_SCHEMA,
        schemaExtensions: [{ schema: 'urn:acme:2.0:Group', required: false }],
      },
    ]);
  });
});

describe('schemaDefinitions', () => {
  it('has the schemas of the resources, then those of discovery itself', () => {
    expect(schemas.map(({ id }) => id)).toEqual([
      USER_SCHEMA,
      ENTERPRISE_USER_SCHEMA,
      GROUP_SCHEMA,
      'urn:acme:2.0:Group',
      'urn:ietf:params:scim:schemas:core:2.0:Schema',
      'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
      'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
    ]);
    expect(['Schema', 'ResourceType', 'ServiceProviderConfig'].map((name) => byName(name).name)).not.toContain(
      undefined,
    );
  });

  it('describes every attribute in the form of RFC 7643 section 7, complex ones too', () => {
    const [first] = byName('User').attributes as JsonObject[];
    expect(first).toEqual({
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
    const needed = (byName('Schema').attributes as JsonObject[]).find(({ name }) => name === 'attributes')
      ?.subAttributes as JsonObject[];
    const names = needed.filter(({ required }) => required).map(({ name }) => String(name));
    const check = (attribute: Json): void => {
      const described = attribute as JsonObject;
      for (const name of [...names, 'mutability', 'returned', 'uniqueness']) expect(described).toHaveProperty(name);
      expect(described.type === 'complex').toBe(Array.isArray(described.subAttributes));
      for (const sub of (described.subAttributes ?? []) as Json[]) check(sub);
    };
    for (const { attributes } of schemas) for (const attribute of attributes as Json[]) check(attribute);
  });

  it('declares of a member what is answered, and the members as RFC 7643 section 8.7.1 does', () => {
    const members = (byName('Group').attributes as JsonObject[]).find(({ name }) => name === 'members');
    const subs = members?.subAttributes as JsonObject[];
    expect(subs.map(({ name, mutability }) => [name, mutability])).toEqual([
      ['value', 'immutable'],
      ['$ref', 'immutable'],
      ['type', 'immutable'],
    ]);
  });

  it('describes everything that the ServiceProviderConfig answers', () => {
    const { attributes } = byName('ServiceProviderConfig') as { attributes: JsonObject[] };
    const described = new Set(attributes.map(({ name }) => name));
    const answered = Object.keys(serviceProviderConfig(baseUrl, { changePassword: false })).filter(
      (key) => key !== 'schemas' && key !== 'meta',
    );
    for (const key of answered) expect(described).toContain(key);
  });
});
