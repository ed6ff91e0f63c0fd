import type { Result } from '../errors.js';
import type { Filter } from './ast.js';

/** Parses a filter. Errors: 400 invalidFilter, telling where. */
export function parseFilter(_text: string): Result<Filter> {
  throw new Error('not written yet');
}
