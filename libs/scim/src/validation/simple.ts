import type { Json } from '../json.js';
import type { AttributeDefinition } from '../schemas/definition.js';
import { canonicalDateTime } from './date-time.js';
import { isStorable } from './number.js';
import type { Reader } from './reader.js';

/** PostgreSQL can store neither NUL nor a lone surrogate in text or jsonb. */
export const UNSTORABLE = /\0|\p{Surrogate}/u;
/** Of a string in UTF-16 units; a photo or a certificate may be longer. A filter that ignores case copies it whole. */
const MAX_TEXT = 65_536;
/** Blanks are in one part only wherever it looks: it never goes back over them. */
const BASE64 = /^[A-Za-z0-9+/_\-\s]*(?:=\s*){0,2}$/;

/** A value of any type that JSON has as a string. */
export function readText(
  definition: AttributeDefinition,
  value: unknown,
  path: string,
  reader: Reader,
): Json | undefined {
  if (typeof value !== 'string') return reader.fail(`${path} must be a string`);
  if (UNSTORABLE.test(value)) return reader.fail(`${path} has a character that can't be stored`);
  const limit = definition.maxLength ?? (definition.type === 'string' ? MAX_TEXT : Infinity);
  if (value.length > limit) return reader.fail(`${path} is longer than ${limit} characters`);
  if (definition.required && value.trim() === '') return reader.fail(`${path} must not be empty`);
  if (definition.type === 'binary' && !BASE64.test(value)) return reader.fail(`${path} must be in base 64`);
  if (definition.isClosed === true) return canonicalValue(definition, value);
  if (definition.type !== 'dateTime') return value;
  return canonicalDateTime(value) ?? reader.fail(`${path} must be a date and time like 2026-01-31T12:00:00Z`);
}

function canonicalValue({ canonicalValues = [] }: AttributeDefinition, value: string): string | undefined {
  const lower = value.toLowerCase();
  return canonicalValues.find((each) => each.toLowerCase() === lower);
}

export function readNumber(
  type: 'integer' | 'decimal',
  value: unknown,
  path: string,
  reader: Reader,
): Json | undefined {
  if (typeof value !== 'number' || !isStorable(value, type))
    return reader.fail(`${path} must be ${type === 'integer' ? 'an integer' : 'a number'} of at most 15 digits`);
  // JSON has no -0.
  return value === 0 ? 0 : value;
}
