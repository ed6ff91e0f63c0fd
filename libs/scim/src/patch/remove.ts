import { sameJson } from '../equality.js';
import { matches } from '../filter/matches.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import type { PatchOperation, PatchPath } from './operation.js';
import { valuesOf } from './values.js';

/** Without any other sub-attribute these say nothing. */
const LABELS: ReadonlySet<string> = new Set(['type', 'primary', 'display']);

/** The attribute's value after a remove (RFC 7644 section 3.5.2.2); undefined when nothing is left. */
export function remove(before: Json | undefined, { path, value }: PatchOperation): Json | undefined {
  const { definition, sub, filter } = path;
  if (!definition.multiValued) return sub !== null && isObject(before) ? withoutSub(before, sub) : undefined;
  if (sub === null && filter === null && value === undefined) return undefined;
  const left: JsonObject[] = [];
  for (const element of valuesOf(before)) {
    if (!selects(path, value, element)) left.push(element);
    else if (sub !== null) {
      const rest = withoutSub(element, sub);
      if (rest !== undefined && Object.keys(rest).some((key) => !LABELS.has(key))) left.push(rest);
    }
  }
  return left.length > 0 ? left : undefined;
}

function selects({ filter }: PatchPath, value: Json | undefined, element: JsonObject): boolean {
  if (filter !== null) return matches(filter, element);
  return value === undefined || valuesOf(value).some((named) => names(named, element));
}

/** The value says which element is meant; without one, all the sub-attributes given must agree. */
function names(named: JsonObject, element: JsonObject): boolean {
  const keys = named.value === undefined ? Object.keys(named) : ['value', ...('type' in named ? ['type'] : [])];
  return keys.every((key) => sameJson(named[key], element[key]));
}

function withoutSub(value: JsonObject, sub: string): JsonObject | undefined {
  const { [sub]: _, ...rest } = value;
  return Object.keys(rest).length > 0 ? rest : undefined;
}
