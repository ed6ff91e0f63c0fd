import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import type { AttributeDefinition } from '../schemas/definition.js';
import type { Filter } from './ast.js';
import { Parser } from './parser.js';
import { tokenize } from './tokenize.js';

export const MAX_FILTER_LENGTH = 4096;

/**
 * Parses a filter. Errors: 400 invalidFilter, telling where; also for one longer than 4096 characters or nested deeper
 * than 32.
 */
export function parseFilter(dialect: Dialect, text: string): Result<Filter> {
  return parseWithin(dialect, text, null);
}

/** The filter inside of `emails[...]`: its paths are sub-attributes of the attribute. */
export function parseValueFilter(dialect: Dialect, text: string, attribute: AttributeDefinition): Result<Filter> {
  return parseWithin(dialect, text, attribute);
}

function parseWithin(dialect: Dialect, text: string, attribute: AttributeDefinition | null): Result<Filter> {
  if (text.length > MAX_FILTER_LENGTH)
    return bad('invalidFilter', `The filter is longer than ${MAX_FILTER_LENGTH} characters`);
  const tokens = tokenize(text);
  if (typeof tokens === 'number') return bad('invalidFilter', `The filter is malformed at character ${tokens + 1}`);
  return new Parser(dialect, tokens, text.length).parse(attribute);
}
