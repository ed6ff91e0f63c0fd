import { booleanOf } from '../quirks/booleans.js';
import type { AttributeDefinition } from '../schemas/definition.js';
import type { CompareFilter, CompareOperator, Comparison } from './ast.js';
import type { FilterPath } from './filter-path.js';

export interface Literal {
  text: string;
  quoted: boolean;
}

/** A comparison with its literal read by the attribute's type; a string says what is wrong. */
export function compare(target: FilterPath, operator: CompareOperator, literal: Literal): CompareFilter | string {
  const { path, definition } = withDefaultSub(target);
  if (!literal.quoted && literal.text === 'null') {
    if (operator !== 'eq' && operator !== 'ne') return 'null is compared by eq and ne only';
    return { kind: 'compare', path, operator, value: null, comparison: comparisonOf(definition) };
  }
  if (definition?.type === 'complex') return `${path.name} is complex: name one of its sub-attributes`;
  const comparison = comparisonOf(definition);
  if (comparison === 'boolean') {
    if (operator !== 'eq' && operator !== 'ne') return 'a boolean is compared by eq and ne only';
    const value = booleanOf(literal.text);
    if (value === undefined) return 'true or false expected';
    return { kind: 'compare', path, operator, value, comparison };
  }
  if (comparison === 'dateTime' && Number.isNaN(Date.parse(literal.text))) return 'a date and time expected';
  return { kind: 'compare', path, operator, value: literal.text, comparison };
}

/** `emails eq "x"` (PingFederate), `manager eq "x"`: the value is meant (RFC 7643 section 2.4). */
function withDefaultSub({ path, definition }: FilterPath): FilterPath {
  const value = path.sub === null && definition?.type === 'complex' ? definition.subs.get('value') : undefined;
  return value === undefined ? { path, definition } : { path: { ...path, sub: 'value' }, definition: value };
}

function comparisonOf(definition: AttributeDefinition | undefined): Comparison {
  if (definition === undefined) return 'unknown';
  switch (definition.type) {
    case 'boolean':
      return 'boolean';
    case 'dateTime':
      return 'dateTime';
    default:
      return definition.caseExact ? 'exact' : 'caseless';
  }
}
