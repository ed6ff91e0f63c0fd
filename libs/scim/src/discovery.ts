import type { Json, JsonObject } from './json.js';
import { MAX_RESULTS } from './list.js';
import type { AttributeDefinition } from './schemas/definition.js';
import { SCHEMAS } from './schemas/registry.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './schemas/urns.js';

const CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const RESOURCE_TYPE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** `GET /ServiceProviderConfig` (RFC 7643 section 5). */
export function serviceProviderConfig(baseUrl: string): JsonObject {
  return {
    schemas: [CONFIG_SCHEMA],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
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

/** The elements of `GET /Schemas` (RFC 7643 section 7), from the tables that validate; find one by its `id`. */
export function schemaDefinitions(baseUrl: string): JsonObject[] {
  return SCHEMAS.map(({ id, name, description, attributes }) => ({
    schemas: [SCHEMA_SCHEMA],
    id,
    name,
    description,
    attributes: attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  }));
}

/** The elements of `GET /ResourceTypes` (RFC 7643 section 6); find one by its `id`. */
export function resourceTypes(baseUrl: string): JsonObject[] {
  return [
    {
      schemas: [RESOURCE_TYPE_SCHEMA],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: 'User Account',
      schema: USER_SCHEMA,
      schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA, required: false }],
      meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/User` },
    },
  ];
}

function describe(definition: AttributeDefinition): Json {
  const { name, type, multiValued, description, required, mutability, returned } = definition;
  const described: JsonObject = { name, type, multiValued, description, required, mutability, returned };
  if (definition.subAttributes) return { ...described, subAttributes: definition.subAttributes.map(describe) };
  if (type !== 'boolean' && type !== 'dateTime') described.caseExact = definition.caseExact;
  described.uniqueness = definition.uniqueness;
  if (definition.canonicalValues) described.canonicalValues = [...definition.canonicalValues];
  if (definition.referenceTypes) described.referenceTypes = [...definition.referenceTypes];
  return described;
}
