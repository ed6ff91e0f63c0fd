import type { CompareOperator } from '../ast.js';

/** The parser lets only eq and ne through: the others make no sense (RFC 7644 table 3). */
export function compareBooleans(actual: boolean, operator: CompareOperator, expected: boolean): boolean {
  return operator === 'eq' ? actual === expected : operator === 'ne' && actual !== expected;
}
