import { bad, type Result } from './errors.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { printPath, resolvePath } from './path/resolve.js';

/** Which attributes an answer shows (RFC 7644 section 3.9). */
export interface Projection {
  mode: 'only' | 'without';
  /**
   * Attribute at the top, or URN of an extension, to what of it is meant: null for the whole, else the sub-attributes
   * (of an extension: its attributes), each likewise.
   */
  names: ProjectionTree;
}
export type ProjectionTree = Map<string, ProjectionTree | null>;

/** Shown whatever is asked for: `returned` is "always". */
const ALWAYS: ReadonlySet<string> = new Set(['schemas', 'id']);

const MAX_NAMES = 200;

/**
 * Of the query's parameters; null when neither is given. What no schema has is passed over.
 * Errors: 400 invalidValue when both are given, or one names more than 200 attributes.
 */
export function parseProjection(query: {
  attributes?: string;
  excludedAttributes?: string;
}): Result<Projection | null> {
  const only = namesOf(query.attributes);
  const without = namesOf(query.excludedAttributes);
  if (only.length > 0 && without.length > 0)
    return bad('invalidValue', 'Either attributes or excludedAttributes, not both');
  if (only.length === 0 && without.length === 0) return { ok: true, value: null };
  const listed = only.length > 0 ? only : without;
  if (listed.length > MAX_NAMES) return bad('invalidValue', `More than ${MAX_NAMES} attributes named`);
  const names: ProjectionTree = new Map();
  for (const name of listed) mark(names, stepsOf(name));
  return { ok: true, value: { mode: only.length > 0 ? 'only' : 'without', names } };
}

/** A copy with what the projection shows; the resource itself without one. */
export function project(resource: JsonObject, projection: Projection | null): JsonObject {
  if (projection === null) return resource;
  const { mode, names } = projection;
  const shown: JsonObject = {};
  for (const key of Object.keys(resource)) {
    const value = resource[key];
    if (value === undefined) continue;
    const kept = ALWAYS.has(key) ? value : pick(value, names.get(key), mode);
    if (kept !== undefined) shown[key] = kept;
  }
  return shown;
}

/** `tree`: undefined when the value isn't named, null when it is named as a whole. */
function pick(value: Json, tree: ProjectionTree | null | undefined, mode: Projection['mode']): Json | undefined {
  if (tree === undefined) return mode === 'only' ? undefined : value;
  if (tree === null) return mode === 'only' ? value : undefined;
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const element of value) {
      const kept = pick(element, tree, mode);
      if (kept !== undefined) list.push(kept);
    }
    return list.length > 0 ? list : undefined;
  }
  if (!isObject(value)) return mode === 'only' ? undefined : value;
  const shown: JsonObject = {};
  for (const key of Object.keys(value)) {
    const inner = value[key];
    const kept = inner === undefined ? undefined : pick(inner, tree.get(key), mode);
    if (kept !== undefined) shown[key] = kept;
  }
  return Object.keys(shown).length > 0 ? shown : undefined;
}

function namesOf(list: string | undefined): string[] {
  if (list === undefined) return [];
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The canonical names from the top down. */
function stepsOf(text: string): string[] {
  const resolved = resolvePath(text);
  switch (resolved.kind) {
    case 'attribute': {
      const { schema, name, sub } = resolved.path;
      return [schema, name, sub].filter((step) => step !== null);
    }
    case 'schema':
      return [resolved.schema];
    case 'unknown':
      return [printPath(resolved.path)];
    case 'malformed':
      return [text];
  }
}

function mark(tree: ProjectionTree, steps: readonly string[]): void {
  const [first, ...rest] = steps;
  if (first === undefined) return;
  const inner = tree.get(first);
  // Named as a whole already, which covers any part of it.
  if (inner === null) return;
  if (rest.length === 0) {
    tree.set(first, null);
    return;
  }
  const branch: ProjectionTree = inner ?? new Map();
  tree.set(first, branch);
  mark(branch, rest);
}
