import { type Dialect, dialectsOf, parseSchema, type SchemaDefinition } from '../index.js';

export const URN = 'urn:acme:2.0:Thing';

/** Of every type and mutability, simple and complex, single and multi-valued. */
function customSchema(): SchemaDefinition {
  const parsed = parseSchema({
    id: URN,
    attributes: [
      { name: 'badge', mutability: 'immutable', returned: 'always' },
      { name: 'pin', mutability: 'writeOnly', returned: 'never' },
      { name: 'given', mutability: 'readOnly' },
      { name: 'note', returned: 'request' },
      { name: 'grade', required: true },
      { name: 'floor', type: 'integer' },
      { name: 'share', type: 'decimal' },
      { name: 'since', type: 'dateTime' },
      { name: 'remote', type: 'boolean' },
      { name: 'tags', multiValued: true, caseExact: true },
      {
        name: 'desk',
        type: 'complex',
        subAttributes: [{ name: 'room', required: true }, { name: 'site', mutability: 'immutable' }, { name: 'x' }],
      },
      {
        name: 'keys',
        type: 'complex',
        multiValued: true,
        subAttributes: [{ name: 'value' }, { name: 'lock', mutability: 'immutable' }, { name: 'n', type: 'integer' }],
      },
    ],
  });
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

const extensions = { userExtensions: [customSchema()], groupExtensions: [customSchema()] };
const lenient = dialectsOf(extensions);
const strict = dialectsOf({ ...extensions, strict: true });

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  'a lenient dialect of users': lenient.user,
  'a strict dialect of users': strict.user,
  'a lenient dialect of groups': lenient.group,
  'a strict dialect of groups': strict.group,
};
