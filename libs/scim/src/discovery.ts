import { MAX_BULK_OPERATIONS, MAX_BULK_PAYLOAD } from './bulk/request.js';
import type { Dialects } from './dialect.js';
import type { Json, JsonObject } from './json.js';
import { DEFAULT_COUNT, MAX_RESULTS } from './list.js';
import type { AttributeDefinition, SchemaDefinition } from './schemas/definition.js';
import { resourceTypeSchema, schemaSchema } from './schemas/meta-schemas.js';
import { configSchema } from './schemas/service-provider-config.js';
import { CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA } from './schemas/urns.js';

/** `GET /ServiceProviderConfig` (RFC 7643 section 5; RFC 9865 section 4), as it holds for one connection. */
export function serviceProviderConfig(baseUrl: string, { changePassword }: { changePassword: boolean }): JsonObject {
  return {
    schemas: [CONFIG_SCHEMA],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: MAX_BULK_OPERATIONS, maxPayloadSize: MAX_BULK_PAYLOAD },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: changePassword },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: DEFAULT_COUNT,
      maxPageSize: MAX_RESULTS,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'The token of the connection, in the header Authorization: Bearer <token>.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/** The elements of `GET /ResourceTypes` (RFC 7643 section 6); find one by its `id`. */
export function resourceTypes({ user, group }: Dialects, baseUrl: string): JsonObject[] {
  return [user.type, group.type].map(({ name, endpoint, description, schema, extensions }) => ({
    schemas: [RESOURCE_TYPE_SCHEMA],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  }));
}

/** The elements of `GET /Schemas` (RFC 7643 section 7), from the tables that validate; find one by its `id`. */
export function schemaDefinitions({ user, group }: Dialects, baseUrl: string): JsonObject[] {
  const resources = [user.type, group.type].flatMap(({ schema, extensions }) => [schema, ...extensions]);
  const schemas = new Map<string, SchemaDefinition>();
  // A custom extension may be one of users and of groups: both cannot be shown under one URN.
  for (const each of [...resources, schemaSchema, resourceTypeSchema, configSchema])
    if (!schemas.has(each.id)) schemas.set(each.id, each);
  return [...schemas.values()].map(({ id, name, description, attributes }) => ({
    schemas: [SCHEMA_SCHEMA],
    id,
    name,
    description,
    attributes: attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  }));
}

/** Every characteristic is there, as several clients want it, even where it says nothing of the type. */
function describe(definition: AttributeDefinition): Json {
  const { name, type, multiValued, description, required, caseExact, mutability, returned, uniqueness } = definition;
  const { canonicalValues, referenceTypes, subAttributes } = definition;
  return {
    name,
    type,
    multiValued,
    description,
    required,
    caseExact,
    mutability,
    returned,
    uniqueness,
    ...(canonicalValues && { canonicalValues: [...canonicalValues] }),
    ...(referenceTypes && { referenceTypes: [...referenceTypes] }),
    ...(subAttributes && { subAttributes: subAttributes.map(describe) }),
  };
}
