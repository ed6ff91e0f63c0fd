import type { CompareOperator } from '../ast.js';
import { compareStrings } from './string.js';

/** Chronological (RFC 7644 table 3); `co`, `sw` and `ew` look at the text. */
export function compareDateTimes(actual: string, operator: CompareOperator, expected: string): boolean {
  const difference = Date.parse(actual) - Date.parse(expected);
  switch (operator) {
    case 'eq':
      return difference === 0;
    case 'ne':
      return difference !== 0;
    case 'gt':
      return difference > 0;
    case 'ge':
      return difference >= 0;
    case 'lt':
      return difference < 0;
    case 'le':
      return difference <= 0;
    default:
      return compareStrings(actual, operator, expected);
  }
}
