import fc from 'fast-check';
import { type AttributeDefinition, type Dialect, type JsonObject, PATCH_SCHEMA } from '../index.js';
import { bodies, json, valueOf, word } from './bodies.js';

export interface Target {
  path: string;
  definition: AttributeDefinition;
}

export function targetsOf({ type }: Dialect): Target[] {
  const schemas = [{ prefix: '', schema: type.schema }].concat(
    type.extensions.map((schema) => ({ prefix: `${schema.id}:`, schema })),
  );
  return schemas.flatMap(({ prefix, schema }) =>
    schema.attributes.flatMap((definition) => [
      { path: prefix + definition.name, definition },
      ...(definition.subAttributes ?? []).map((sub) => ({
        path: `${prefix}${definition.name}.${sub.name}`,
        definition: sub,
      })),
    ]),
  );
}

/** A path with a filter of the values, for a complex multi-valued attribute. */
const filtered = ({ path, definition: { multiValued, subAttributes = [] } }: Target): Target[] => {
  const [first] = subAttributes;
  if (!multiValued || first === undefined) return [];
  return ['a@x', 'work'].flatMap((value) =>
    subAttributes
      .filter(({ type }) => type === 'string')
      .flatMap((sub) => [
        { path: `${path}[${sub.name} eq "${value}"]`, definition: { ...sub, type: 'complex' as const, subAttributes } },
        { path: `${path}[${sub.name} ew "x"].${first.name}`, definition: first },
      ]),
  );
};

/** What a PATCH or a projection may name, and what it may not. */
export function paths(dialect: Dialect): fc.Arbitrary<string> {
  const { type } = dialect;
  const known = targetsOf(dialect).map(({ path }) => path);
  const others = [
    'id',
    'meta',
    'externalId',
    'schemas',
    'urn:acme:2.0:User:tag',
    '__proto__',
    'constructor',
    'nothing',
  ];
  const urns = [type.schema.id, ...type.extensions.map(({ id }) => id), `${type.schema.id}:externalId`];
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known, ...known.map((path) => path.toUpperCase())) },
    { weight: 2, arbitrary: fc.constantFrom(...others, ...urns) },
    { weight: 1, arbitrary: word },
  );
}

/** Bodies of PATCH, many of which are right. */
export function messages(dialect: Dialect): fc.Arbitrary<JsonObject> {
  const targets = targetsOf(dialect);
  const all = [...targets, ...targets.flatMap(filtered)];
  const op = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('add', 'remove', 'replace') }, fc.constant('Replace'));
  const exact = fc
    .tuple(op, fc.constantFrom(...all))
    .chain(([verb, { path, definition }]) =>
      valueOf(definition).map((value) => (verb === 'remove' ? { op: verb, path } : { op: verb, path, value })),
    );
  const pathless = bodies(dialect).map(({ schemas: _, ...value }) => ({ op: 'add', value }));
  const loose = fc.record({ op, path: paths(dialect), value: json }, { requiredKeys: ['op'] });
  const operation = fc.oneof(
    { weight: 10, arbitrary: exact as fc.Arbitrary<unknown> },
    { weight: 2, arbitrary: pathless },
    { weight: 1, arbitrary: loose },
  );
  return fc.record({
    schemas: fc.constant([PATCH_SCHEMA]),
    Operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<JsonObject>;
}
