import { isObject, type Json, type JsonObject } from '../json.js';

/** Two values of a multi-valued attribute with the same text are one and the same: by `value` and `type`, if they have them. */
export function identityOf(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  if (value.value !== undefined) return JSON.stringify([value.value, value.type ?? null]);
  return JSON.stringify(sorted(value));
}

function sorted(value: JsonObject): [string, Json][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
