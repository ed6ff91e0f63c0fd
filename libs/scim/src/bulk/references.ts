import { isObject, type Json, type JsonObject } from '../json.js';
import type { BulkOperation } from './operation.js';

/** A text that is nothing but a reference (RFC 7644 section 3.7.2). */
const WHOLE = /^bulkId:(.+)$/s;
/** One within the filter of a PATCH path: `members[value eq "bulkId:a"]`. */
const QUOTED = /"bulkId:([^"\\]+)"/g;

/** The bulkIds that the operation refers to, in its data or its path, each once. */
export function referencesOf({ id, data }: BulkOperation): string[] {
  const found = new Set<string>();
  mapReferences([id, data], (bulkId) => {
    found.add(bulkId);
    return undefined;
  });
  return [...found];
}

/**
 * A copy with each reference replaced by the id that it stands for; the same value when there is none.
 * @param ids bulkId to id; a reference that isn't in it stays
 */
export function resolveBulkIds(value: Json, ids: ReadonlyMap<string, string>): Json {
  return mapReferences(value, (bulkId) => ids.get(bulkId));
}

type Replace = (bulkId: string) => string | undefined;

function mapReferences(value: Json, replace: Replace): Json {
  if (typeof value === 'string') return mapText(value, replace);
  if (Array.isArray(value)) {
    const mapped = value.map((element) => mapReferences(element, replace));
    return mapped.some((element, index) => element !== value[index]) ? mapped : value;
  }
  if (!isObject(value)) return value;
  let mapped: JsonObject = value;
  for (const key of Object.keys(value)) {
    const before = value[key] ?? null;
    const after =
      isPath(key) && typeof before === 'string' ? mapQuoted(before, replace) : mapReferences(before, replace);
    if (after === before) continue;
    if (mapped === value) mapped = { ...value };
    mapped[key] = after;
  }
  return mapped;
}

const isPath = (key: string): boolean => key.toLowerCase() === 'path';

function mapText(text: string, replace: Replace): string {
  const [, bulkId] = WHOLE.exec(text) ?? [];
  return (bulkId !== undefined && replace(bulkId)) || text;
}

function mapQuoted(text: string, replace: Replace): string {
  return text.replace(QUOTED, (whole, bulkId: string) => {
    const id = replace(bulkId);
    return id === undefined ? whole : JSON.stringify(id);
  });
}
