import {
  attribute,
  ATTRIBUTE_TYPES,
  type AttributeDefinition,
  type AttributeOptions,
  MUTABILITIES,
  RETURNED,
  schema,
} from './definition.js';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA } from './urns.js';

const readOnly = (
  name: string,
  type: AttributeDefinition['type'],
  description: string,
  options: AttributeOptions = {},
): AttributeDefinition => attribute(name, type, description, { mutability: 'readOnly', ...options });

/** RFC 7643 section 6, with the characteristics of section 8.7.2. */
export const resourceTypeSchema = schema(RESOURCE_TYPE_SCHEMA, 'ResourceType', 'A kind of resource of this service', [
  readOnly('name', 'string', 'The name of the kind.', { required: true, caseExact: true }),
  readOnly('description', 'string', 'A description.'),
  readOnly('endpoint', 'reference', 'Where its resources are, relative to the base URL.', {
    required: true,
    referenceTypes: ['uri'],
  }),
  readOnly('schema', 'reference', 'Its schema.', { required: true, referenceTypes: ['uri'] }),
  readOnly('schemaExtensions', 'complex', 'The extensions that its resources may have.', {
    multiValued: true,
    subAttributes: [
      readOnly('schema', 'reference', 'The extension.', { required: true, referenceTypes: ['uri'] }),
      readOnly('required', 'boolean', 'Whether every resource must have it.', { required: true }),
    ],
  }),
]);

const characteristics = [
  readOnly('name', 'string', "The attribute's name.", { required: true, caseExact: true }),
  readOnly('type', 'string', "The attribute's type.", { required: true, canonicalValues: ATTRIBUTE_TYPES }),
  readOnly('multiValued', 'boolean', 'Whether it may have many values.', { required: true }),
  readOnly('description', 'string', 'A description.'),
  readOnly('required', 'boolean', 'Whether it must have a value.'),
  readOnly('canonicalValues', 'string', 'Suggested values.', { multiValued: true, caseExact: true }),
  readOnly('caseExact', 'boolean', 'Whether the case of a text counts.'),
  readOnly('mutability', 'string', 'Whether it can be changed.', { canonicalValues: MUTABILITIES }),
  readOnly('returned', 'string', 'When it is returned.', { canonicalValues: RETURNED }),
  readOnly('uniqueness', 'string', 'Whether its values are unique.', { canonicalValues: ['none', 'server', 'global'] }),
  readOnly('referenceTypes', 'string', 'What it may refer to.', { multiValued: true, caseExact: true }),
];

/** RFC 7643 section 7, with the characteristics of section 8.7.2. */
export const schemaSchema = schema(SCHEMA_SCHEMA, 'Schema', 'The attributes of a resource or an extension', [
  readOnly('id', 'string', 'The URN of the schema.', { required: true, caseExact: true }),
  readOnly('name', 'string', "The schema's name."),
  readOnly('description', 'string', 'A description.'),
  readOnly('attributes', 'complex', 'The attributes.', {
    required: true,
    multiValued: true,
    subAttributes: [
      ...characteristics,
      readOnly('subAttributes', 'complex', 'The attributes within.', {
        multiValued: true,
        subAttributes: characteristics,
      }),
    ],
  }),
]);
