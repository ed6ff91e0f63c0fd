import fc from 'fast-check';
import type { AttributeDefinition, Dialect, JsonObject } from '../index.js';

/** Text that is often nearly right. */
export const word = fc.oneof(
  fc.constantFrom(
    'userName',
    'ada',
    'work',
    'home',
    'a@x',
    'True',
    'false',
    '',
    '__proto__',
    'constructor',
    'x.y',
    'é',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 4, unit: 'binary' }),
);
export const json = fc.jsonValue({ maxDepth: 4 });

/** Mostly of the right type. */
export function valueOf(definition: AttributeDefinition): fc.Arbitrary<unknown> {
  const one = oneOf(definition);
  const right = definition.multiValued ? fc.array(one, { maxLength: 3 }) : one;
  return fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: one }, { weight: 1, arbitrary: json });
}

function oneOf({ type, subAttributes = [], canonicalValues }: AttributeDefinition): fc.Arbitrary<unknown> {
  switch (type) {
    case 'complex':
      return fc.record(Object.fromEntries(subAttributes.map((sub) => [sub.name, valueOf(sub)])), { requiredKeys: [] });
    case 'boolean':
      return fc.oneof({ weight: 6, arbitrary: fc.boolean() }, fc.constantFrom('True', 'false'));
    case 'integer':
      return fc.integer();
    case 'decimal':
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, min: -1e15, max: 1e15 }));
    case 'dateTime':
      return fc
        .date({ noInvalidDate: true, min: new Date('0001-01-02'), max: new Date('9999-12-30') })
        .map((date) => date.toISOString().replace('Z', '+01:00'));
    case 'binary':
      return fc.constantFrom('QQ==', 'QUJD', '<>');
    default:
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('a@x', 'b@x', ...(canonicalValues ?? [])) },
        { weight: 1, arbitrary: word },
      );
  }
}

function attributesOf(definitions: readonly AttributeDefinition[], most: number): fc.Arbitrary<JsonObject> {
  const required = definitions.filter((definition) => definition.required);
  return fc
    .subarray([...definitions], { maxLength: Math.min(most, definitions.length) })
    .chain((some) =>
      fc.record(Object.fromEntries([...new Set([...required, ...some])].map((each) => [each.name, valueOf(each)]))),
    ) as fc.Arbitrary<JsonObject>;
}

/** Bodies of POST and PUT, most of which are right. */
export function bodies({ type }: Dialect): fc.Arbitrary<JsonObject> {
  const parts = type.extensions.map(({ id, attributes }) =>
    fc.option(
      attributesOf(attributes, 8).map((value) => ({ [id]: value })),
      { nil: {} as JsonObject },
    ),
  );
  const more = fc.option(fc.dictionary(word, json, { maxKeys: 1 }), { nil: {}, freq: 2 });
  return fc
    .tuple(attributesOf(type.schema.attributes, 6), fc.tuple(...parts), more)
    .map(
      ([own, extended, rest]) => Object.assign({}, rest, own, ...extended, { schemas: [type.schema.id] }) as JsonObject,
    );
}
