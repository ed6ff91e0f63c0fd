import type { Dialect } from './dialect.js';
import { bad, type Result } from './errors.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { printPath, resolvePath } from './path/resolve.js';
import type { ReturnedRule, ReturnedRules } from './schemas/rules.js';

/** Which attributes an answer shows (RFC 7644 section 3.9). */
export interface Projection {
  mode: 'only' | 'without';
  /**
   * Attribute at the top, or URN of an extension, to what of it is meant: null for the whole, else the sub-attributes
   * (of an extension: its attributes), each likewise.
   */
  names: ProjectionTree;
  /** What is shown always, never, or when asked for only. */
  rules: ReturnedRules;
}
export type ProjectionTree = Map<string, ProjectionTree | null>;

const MAX_NAMES = 200;

/**
 * Of the query's parameters; null when neither is given and the type of resource hides nothing. What no schema has is
 * passed over. Errors: 400 invalidValue when both are given, or one names more than 200 attributes.
 */
export function parseProjection(
  dialect: Dialect,
  query: { attributes?: string; excludedAttributes?: string },
): Result<Projection | null> {
  const only = namesOf(query.attributes);
  const without = namesOf(query.excludedAttributes);
  const { returned: rules, hides } = dialect.type.rules;
  if (only.length > 0 && without.length > 0)
    return bad('invalidValue', 'Either attributes or excludedAttributes, not both');
  if (only.length === 0 && without.length === 0 && !hides) return { ok: true, value: null };
  const listed = only.length > 0 ? only : without;
  if (listed.length > MAX_NAMES) return bad('invalidValue', `More than ${MAX_NAMES} attributes named`);
  const names: ProjectionTree = new Map();
  for (const name of listed) mark(names, stepsOf(dialect, name));
  return { ok: true, value: { mode: only.length > 0 ? 'only' : 'without', names, rules } };
}

/** A copy with what the projection shows; the resource itself without one. */
export function project(resource: JsonObject, projection: Projection | null): JsonObject {
  if (projection === null) return resource;
  const { mode, names, rules } = projection;
  return members(resource, names, rules, mode);
}

function members(
  object: JsonObject,
  names: ProjectionTree,
  rules: ReturnedRules | undefined,
  mode: Projection['mode'],
): JsonObject {
  const shown: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    const kept = value === undefined ? undefined : pick(value, names.get(key), rules?.get(key), mode);
    if (kept !== undefined) shown[key] = kept;
  }
  return shown;
}

const NOTHING: ProjectionTree = new Map();

/** `named`: undefined when the value isn't named, null when it is named as a whole. */
function pick(
  value: Json,
  named: ProjectionTree | null | undefined,
  rule: ReturnedRule | undefined,
  mode: Projection['mode'],
): Json | undefined {
  const { returned = 'default', subs } = rule ?? {};
  if (returned === 'never') return undefined;
  if (mode === 'only' && named === null) return inside(value, NOTHING, subs, 'without');
  if (mode === 'only' && named === undefined)
    return returned === 'always' ? inside(value, NOTHING, subs, 'without') : alwaysOf(value, subs);
  if (mode === 'without' && named === null)
    return returned === 'always' ? inside(value, NOTHING, subs, mode) : alwaysOf(value, subs);
  if (mode === 'without' && returned === 'request') return undefined;
  // Named in part.
  if (named === undefined && subs === undefined) return value;
  return inside(value, named ?? NOTHING, subs, mode);
}

/** What is shown of a value that isn't wanted: the sub-attributes that always are. */
function alwaysOf(value: Json, subs: ReturnedRules | undefined): Json | undefined {
  return subs === undefined || subs.size === 0 ? undefined : inside(value, NOTHING, subs, 'only');
}

function inside(
  value: Json,
  names: ProjectionTree,
  subs: ReturnedRules | undefined,
  mode: Projection['mode'],
): Json | undefined {
  if (names.size === 0 && (subs?.size ?? 0) === 0) return mode === 'only' ? undefined : value;
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const element of value) {
      const kept = inside(element, names, subs, mode);
      if (kept !== undefined) list.push(kept);
    }
    return list.length > 0 ? list : undefined;
  }
  if (!isObject(value)) return mode === 'only' ? undefined : value;
  const shown = members(value, names, subs, mode);
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
function stepsOf(dialect: Dialect, text: string): string[] {
  const resolved = resolvePath(dialect, text);
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
