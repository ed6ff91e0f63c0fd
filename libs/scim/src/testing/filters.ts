import fc from 'fast-check';
import type { AttributeDefinition, Dialect } from '../index.js';
import { type Target, targetsOf } from './patches.js';

/** Filters that are right. */
export function filters(dialect: Dialect): fc.Arbitrary<string> {
  const simple = targetsOf(dialect).filter(({ definition }) => definition.type !== 'complex');
  const plural = targetsOf(dialect).filter(({ definition }) => definition.type === 'complex' && definition.multiValued);
  const inner = fc
    .constantFrom(...plural)
    .chain(({ path, definition: { subAttributes = [] } }) =>
      combined(terms(subAttributes.map((sub) => ({ path: sub.name, definition: sub })))).map(
        (text) => `${path}[${text}]`,
      ),
    );
  return combined(fc.oneof(terms(simple), inner));
}

function terms(targets: readonly Target[]): fc.Arbitrary<string> {
  return fc.constantFrom(...targets).chain(({ path, definition }) =>
    fc.oneof(
      fc.constant(`${path} pr`),
      fc.constantFrom('eq', 'ne').map((operator) => `${path} ${operator} null`),
      comparison(definition).map((text) => `${path} ${text}`),
    ),
  );
}

function comparison({ type }: AttributeDefinition): fc.Arbitrary<string> {
  const equal = fc.constantFrom('eq', 'NE');
  const ordered = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le');
  const storable = fc.string({ maxLength: 8 }).filter((text) => !/\0|\p{Surrogate}/u.test(text));
  switch (type) {
    case 'boolean':
      return fc.tuple(equal, fc.boolean()).map((parts) => parts.join(' '));
    case 'integer':
    case 'decimal':
      return fc.tuple(ordered, fc.double({ noNaN: true, noDefaultInfinity: true })).map((parts) => parts.join(' '));
    case 'dateTime':
      return fc
        .tuple(ordered, fc.constantFrom('"2026-01-01T00:00:00Z"', '"2026-01-01T00:00:00.5+02:00"'))
        .map((p) => p.join(' '));
    default:
      return fc
        .tuple(
          fc.oneof(ordered, fc.constantFrom('co', 'sw', 'ew')),
          storable.map((text) => JSON.stringify(text)),
        )
        .map((parts) => parts.join(' '));
  }
}

function combined(atom: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      atom,
      fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map((parts) => parts.join(' ')),
      tie('filter').map((inner) => `not (${inner})`),
      tie('filter').map((inner) => `(${inner})`),
    ),
  })).filter;
}
