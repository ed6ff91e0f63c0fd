import { fold } from '../../fold.js';
import type { CompareOperator } from '../ast.js';
import { compareStrings } from './string.js';

/** Strings whose definition says `caseExact: false`. */
export function compareCaseless(actual: string, operator: CompareOperator, expected: string): boolean {
  return compareStrings(fold(actual), operator, fold(expected));
}
