import fc from 'fast-check';
import { json, word } from './bodies.js';
import { URN } from './dialects.js';

/** Schemas of RFC 7643 section 7, often nearly right. */
const attribute = (subs: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record(
    {
      name: fc.oneof(fc.constantFrom('a', 'b', '$ref', 'constructor'), word),
      type: fc.constantFrom<unknown>('string', 'complex', 'integer', 'text', null),
      multiValued: fc.constantFrom<unknown>(true, false, 'true'),
      required: fc.boolean(),
      mutability: fc.constantFrom('readOnly', 'readWrite', 'writeOnly', 'immutable', 'x'),
      returned: fc.constantFrom('always', 'request', 'x'),
      canonicalValues: json,
      subAttributes: subs,
    },
    { requiredKeys: ['name'] },
  );
export const custom = fc.oneof(
  json,
  fc.record({
    id: fc.oneof(fc.constantFrom(URN, 'urn:ietf:params:scim:schemas:core:2.0:User', 'urn:a'), word),
    attributes: fc.oneof(
      json,
      fc.array(attribute(fc.oneof(json, fc.array(attribute(json), { maxLength: 3 }))), { maxLength: 3 }),
    ),
  }),
);
