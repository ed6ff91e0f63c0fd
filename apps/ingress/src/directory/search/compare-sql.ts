import { type CompareFilter, type CompareOperator, fold } from '@usher/scim';
import type { Parameters } from './parameters.js';

/**
 * `fold` as PostgreSQL says it: ICU's root locale lower-cases as ECMAScript does. Without a collation it would depend
 * on how the database was made.
 */
export const folded = (text: string): string => `(lower(normalize(${text}, NFC) COLLATE "und-x-icu") COLLATE "C")`;

const ORDER: Partial<Record<CompareOperator, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

/** Compares a text with a parameter; both are folded where case doesn't count. The order is that of the code points. */
export function compareTexts(text: string, operator: CompareOperator, parameter: string): string {
  switch (operator) {
    case 'co':
      return `position(${parameter} IN ${text}) > 0`;
    case 'sw':
      return `starts_with(${text}, ${parameter})`;
    case 'ew':
      return `right(${text}, length(${parameter})) = ${parameter}`;
    default:
      return compareInOrder(`${text} COLLATE "C"`, operator, parameter);
  }
}

export function compareInOrder(sql: string, operator: CompareOperator, parameter: string): string {
  return `${sql} ${ORDER[operator]} ${parameter}`;
}

/** Whether one jsonb value fits; of another type than the filter's value it fits `ne` only. */
export function compareValue(value: string, filter: CompareFilter, parameters: Parameters): string {
  const { operator, comparison, value: expected } = filter;
  const otherwise = operator === 'ne' ? 'true' : 'false';
  const when = (type: string, then: string): string =>
    `CASE WHEN jsonb_typeof(${value}) = '${type}' THEN ${then} ELSE ${otherwise} END`;
  if (typeof expected === 'boolean') {
    return when('boolean', `${value}::text::boolean ${ORDER[operator]} ${parameters.add(expected, 'boolean')}`);
  }
  if (typeof expected === 'number') {
    return when('number', `${value}::text::float8 ${ORDER[operator]} ${parameters.add(expected, 'float8')}`);
  }
  const text = `(${value} #>> '{}')`;
  if (comparison !== 'caseless') {
    return when('string', compareTexts(text, operator, parameters.add(expected, 'text')));
  }
  return when('string', compareTexts(folded(text), operator, parameters.add(fold(String(expected)), 'text')));
}
