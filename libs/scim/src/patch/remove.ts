import { isObject, type Json, type JsonObject } from '../json.js';
import { namedBy } from './named.js';
import type { PatchOperation } from './operation.js';
import { isSelected, valuesOf } from './values.js';

/** Without any other sub-attribute these say nothing. */
const LABELS: ReadonlySet<string> = new Set(['type', 'primary', 'display']);

/** The attribute's value after a remove (RFC 7644 section 3.5.2.2); undefined when nothing is left. */
export function remove(before: Json | undefined, { path, value }: PatchOperation): Json | undefined {
  const { definition, sub, filter } = path;
  if (!definition.multiValued) return sub !== null && isObject(before) ? withoutSub(before, sub) : undefined;
  if (sub === null && filter === null && value === undefined) return undefined;
  const isMeant =
    filter !== null || value === undefined ? (element: Json) => isSelected(path, element) : namedBy(value);
  const left: Json[] = [];
  for (const element of valuesOf(before)) {
    if (!isMeant(element)) left.push(element);
    else if (sub !== null && isObject(element)) {
      const rest = withoutSub(element, sub);
      if (rest !== undefined && Object.keys(rest).some((key) => !LABELS.has(key))) left.push(rest);
    }
  }
  return left.length > 0 ? left : undefined;
}

function withoutSub(value: JsonObject, sub: string): JsonObject | undefined {
  const { [sub]: _, ...rest } = value;
  return Object.keys(rest).length > 0 ? rest : undefined;
}
