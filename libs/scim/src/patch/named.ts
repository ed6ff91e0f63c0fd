import { sameJson } from '../equality.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { valuesOf } from './values.js';

/**
 * Whether a value is one of those that a list names: by `value`, and `type` if it has one; one without a value means all
 * with the same sub-attributes. A simple value means itself.
 */
export function namedBy(list: Json): (element: Json) => boolean {
  const byValue = new Map<string, Json[]>();
  const byParts: JsonObject[] = [];
  for (const named of valuesOf(list)) {
    if (isObject(named) && named.value === undefined) byParts.push(named);
    else byValue.set(keyOf(named), [...(byValue.get(keyOf(named)) ?? []), named]);
  }
  return (element) =>
    (byValue.get(keyOf(element)) ?? []).some((named) => hasType(named, element)) ||
    byParts.some((named) => isObject(element) && hasParts(named, element));
}

/** How many of the list are compared with every value. */
export function namedByParts(list: Json): number {
  return valuesOf(list).filter((named) => isObject(named) && named.value === undefined).length;
}

const keyOf = (value: Json): string => JSON.stringify(isObject(value) ? [value.value ?? null] : value);

function hasType(named: Json, element: Json): boolean {
  return !isObject(named) || named.type === undefined || (isObject(element) && sameJson(named.type, element.type));
}

function hasParts(named: JsonObject, element: JsonObject): boolean {
  return Object.keys(named).every((key) => sameJson(named[key], element[key]));
}
