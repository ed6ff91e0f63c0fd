import type { CompareOperator } from '../ast.js';

/** The parser lets no co, sw and ew through: they look at texts. */
export function compareNumbers(actual: number, operator: CompareOperator, expected: number): boolean {
  switch (operator) {
    case 'eq':
      return actual === expected;
    case 'ne':
      return actual !== expected;
    case 'gt':
      return actual > expected;
    case 'ge':
      return actual >= expected;
    case 'lt':
      return actual < expected;
    case 'le':
      return actual <= expected;
    default:
      return false;
  }
}
