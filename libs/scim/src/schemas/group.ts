import { attribute, schema } from './definition.js';
import { MAX_KEY_LENGTH, MAX_MEMBERS } from './limits.js';
import { GROUP_SCHEMA } from './urns.js';

/** RFC 7643 section 4.2, with the characteristics of section 8.7.1. */
export const groupSchema = schema(GROUP_SCHEMA, 'Group', 'Group', [
  attribute('displayName', 'string', 'A human-readable name for the group. Unique, whatever its case.', {
    required: true,
    uniqueness: 'server',
    maxLength: MAX_KEY_LENGTH,
  }),
  attribute('members', 'complex', 'The members of the group.', {
    multiValued: true,
    maxValues: MAX_MEMBERS,
    isSet: true,
    subAttributes: [
      attribute('value', 'string', 'The id of the member.', {
        required: true,
        caseExact: true,
        mutability: 'immutable',
        maxLength: MAX_KEY_LENGTH,
      }),
      attribute('$ref', 'reference', 'The URI of the member. Said by this server: what a client says is passed over.', {
        mutability: 'immutable',
        referenceTypes: ['User', 'Group'],
        isDerived: true,
      }),
      attribute('type', 'string', 'The kind of member.', {
        mutability: 'immutable',
        canonicalValues: ['User', 'Group'],
        isClosed: true,
      }),
    ],
  }),
]);
