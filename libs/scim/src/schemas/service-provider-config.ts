import { attribute, type AttributeDefinition, type AttributeOptions, schema } from './definition.js';
import { CONFIG_SCHEMA } from './urns.js';

const readOnly = (
  name: string,
  type: AttributeDefinition['type'],
  description: string,
  options: AttributeOptions = {},
): AttributeDefinition => attribute(name, type, description, { mutability: 'readOnly', required: true, ...options });

const supported = readOnly('supported', 'boolean', 'Whether it is supported.');

const option = (name: string, description: string, more: readonly AttributeDefinition[] = []): AttributeDefinition =>
  readOnly(name, 'complex', description, { subAttributes: [supported, ...more] });

/** RFC 7643 section 5, with the characteristics of section 8.7.2, and `pagination` of RFC 9865 section 4. */
export const configSchema = schema(CONFIG_SCHEMA, 'ServiceProviderConfig', 'What this service supports', [
  readOnly('documentationUri', 'reference', 'The documentation for people.', {
    required: false,
    referenceTypes: ['external'],
  }),
  option('patch', 'PATCH.'),
  option('bulk', 'Bulk operations.', [
    readOnly('maxOperations', 'integer', 'The most operations in one request.'),
    readOnly('maxPayloadSize', 'integer', 'The most bytes of one request.'),
  ]),
  option('filter', 'Filters.', [readOnly('maxResults', 'integer', 'The most resources in one answer.')]),
  option('changePassword', 'Changes of a password.'),
  option('sort', 'Sorting.'),
  option('etag', 'Entity tags.'),
  readOnly('authenticationSchemes', 'complex', 'How clients authenticate.', {
    multiValued: true,
    subAttributes: [
      readOnly('type', 'string', 'The scheme.', {
        canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
      }),
      readOnly('name', 'string', 'Its common name.'),
      readOnly('description', 'string', 'A description.'),
      readOnly('specUri', 'reference', 'Its specification.', { required: false, referenceTypes: ['external'] }),
      readOnly('documentationUri', 'reference', 'Its documentation.', {
        required: false,
        referenceTypes: ['external'],
      }),
      readOnly('primary', 'boolean', 'Whether it is the preferred one.', { required: false }),
    ],
  }),
  readOnly('pagination', 'complex', 'Pages of a list.', {
    required: false,
    subAttributes: [
      readOnly('cursor', 'boolean', 'Whether pages may go by cursor.'),
      readOnly('index', 'boolean', 'Whether pages may go by index.'),
      readOnly('defaultPaginationMethod', 'string', 'How pages go when the client does not say.', {
        required: false,
        canonicalValues: ['cursor', 'index'],
      }),
      readOnly('defaultPageSize', 'integer', 'Resources in a page when the client does not say.', { required: false }),
      readOnly('maxPageSize', 'integer', 'The most resources in a page.', { required: false }),
      readOnly('cursorTimeout', 'integer', 'Seconds for which a cursor holds.', { required: false }),
    ],
  }),
]);
