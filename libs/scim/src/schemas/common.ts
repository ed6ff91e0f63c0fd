import { attribute } from './definition.js';
import { MAX_KEY_LENGTH } from './limits.js';

/** Every resource has these (RFC 7643 section 3.1); they are part of no schema's attributes. */
export const commonAttributes = [
  attribute('schemas', 'reference', 'URNs of the schemas of the resource.', {
    multiValued: true,
    mutability: 'readOnly',
    returned: 'always',
  }),
  attribute('id', 'string', 'Given by this server.', { mutability: 'readOnly', returned: 'always', caseExact: true }),
  attribute('externalId', 'string', 'Given by the client.', { caseExact: true, maxLength: MAX_KEY_LENGTH }),
  attribute('meta', 'complex', 'Metadata of the resource.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'string', 'Name of the resource type.', { mutability: 'readOnly', caseExact: true }),
      attribute('created', 'dateTime', 'When the resource was made.', { mutability: 'readOnly' }),
      attribute('lastModified', 'dateTime', 'When the resource was changed last.', { mutability: 'readOnly' }),
      attribute('location', 'reference', 'URI of the resource.', { mutability: 'readOnly' }),
      attribute('version', 'string', 'Version of the resource.', { mutability: 'readOnly', caseExact: true }),
    ],
  }),
];
