import type { Dialect } from '../dialect.js';
import type { CompareFilter, CompareOperator } from './ast.js';
import type { FilterPath } from './filter-path.js';
import { comparisonOf, type Literal, readLiteral } from './literal.js';

/** A comparison with its literal read by the attribute's type; a string says what is wrong. */
export function compare(
  dialect: Dialect,
  target: FilterPath,
  operator: CompareOperator,
  literal: Literal,
): CompareFilter | string {
  const { path, definition } = withDefaultSub(target);
  const comparison = comparisonOf(definition);
  if (!literal.quoted && literal.text === 'null') {
    if (operator !== 'eq' && operator !== 'ne') return 'null is compared by eq and ne only';
    return { kind: 'compare', path, operator, value: null, comparison };
  }
  if (definition?.type === 'complex') return `${path.name} is complex: name one of its sub-attributes`;
  const read = readLiteral(dialect, comparison, operator, literal);
  return 'fault' in read ? read.fault : { kind: 'compare', path, operator, value: read.value, comparison };
}

/** `emails eq "x"` (PingFederate), `manager eq "x"`: the value is meant (RFC 7643 section 2.4). */
export function withDefaultSub({ path, definition }: FilterPath): FilterPath {
  const value = path.sub === null && definition?.type === 'complex' ? definition.subs.get('value') : undefined;
  return value === undefined ? { path, definition } : { path: { ...path, sub: value.name }, definition: value };
}
