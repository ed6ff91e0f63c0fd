import type { Dialect } from '../dialect.js';
import { booleanOf } from '../quirks/booleans.js';
import type { AttributeDefinition } from '../schemas/definition.js';
import { canonicalDateTime } from '../validation/date-time.js';
import type { Comparison, CompareOperator } from './ast.js';

/** The value in a comparison as it is written. */
export interface Literal {
  text: string;
  quoted: boolean;
}

type Read = { value: string | number | boolean } | { fault: string };

/** A JSON number (RFC 7159 section 6). */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** They look at texts (RFC 7644 table 3). */
const TEXT_OPERATORS: ReadonlySet<CompareOperator> = new Set(['co', 'sw', 'ew']);

const QUOTES = 'a string in quotes expected';

/** The value of a literal that isn't null, by the comparison that applies. */
export function readLiteral(
  { leniencies }: Dialect,
  comparison: Comparison,
  operator: CompareOperator,
  literal: Literal,
): Read {
  const { text, quoted } = literal;
  const asText = quoted || leniencies.has('unquotedValues');
  switch (comparison) {
    case 'boolean': {
      if (operator !== 'eq' && operator !== 'ne') return { fault: 'a boolean is compared by eq and ne only' };
      const strings = leniencies.has('stringBooleans');
      const value = strings ? booleanOf(text, true) : quoted ? undefined : { true: true, false: false }[text];
      return value === undefined ? { fault: 'true or false expected' } : { value };
    }
    case 'number': {
      if (TEXT_OPERATORS.has(operator)) return { fault: `a number isn't compared by ${operator}` };
      const value = NUMBER.test(text) ? Number(text) : NaN;
      return quoted || !Number.isFinite(value) ? { fault: 'a number expected' } : { value: value === 0 ? 0 : value };
    }
    case 'dateTime': {
      if (!asText) return { fault: QUOTES };
      if (TEXT_OPERATORS.has(operator)) return { value: text };
      const value = canonicalDateTime(text);
      return value === undefined ? { fault: 'a date and time like "2026-01-31T12:00:00Z" expected' } : { value };
    }
    case 'unknown':
      return asText || text === 'true' || text === 'false' || NUMBER.test(text) ? { value: text } : { fault: QUOTES };
    default:
      return asText ? { value: text } : { fault: QUOTES };
  }
}

export function comparisonOf(definition: AttributeDefinition | undefined): Comparison {
  if (definition === undefined) return 'unknown';
  switch (definition.type) {
    case 'boolean':
    case 'dateTime':
      return definition.type;
    case 'integer':
    case 'decimal':
      return 'number';
    default:
      return definition.caseExact ? 'exact' : 'caseless';
  }
}
