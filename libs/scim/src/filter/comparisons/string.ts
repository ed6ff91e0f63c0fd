import type { CompareOperator } from '../ast.js';
import { compareCodePoints } from './code-points.js';

/** Order is by code point, as a filter has no locale. */
export function compareStrings(actual: string, operator: CompareOperator, expected: string): boolean {
  switch (operator) {
    case 'eq':
      return actual === expected;
    case 'ne':
      return actual !== expected;
    case 'co':
      return actual.includes(expected);
    case 'sw':
      return actual.startsWith(expected);
    case 'ew':
      return actual.endsWith(expected);
    case 'gt':
      return compareCodePoints(actual, expected) > 0;
    case 'ge':
      return compareCodePoints(actual, expected) >= 0;
    case 'lt':
      return compareCodePoints(actual, expected) < 0;
    case 'le':
      return compareCodePoints(actual, expected) <= 0;
  }
}
