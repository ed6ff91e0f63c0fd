import type { Filter } from '../filter/ast.js';
import { isObject, type Json } from '../json.js';
import { namedByParts } from './named.js';
import type { PatchOperation } from './operation.js';

/**
 * Steps of work that one patch may cost, each one to two microseconds (`npm run bench` measures it). A body of 1 MiB can
 * ask for 40 million, a thousand filters of forty terms over a thousand values, which would hold up every other request.
 */
export const MAX_WORK = 10_000;
/** Characters of the filters in the paths of one patch: a thousand members by their ids are half of it. */
export const MAX_FILTER_CHARACTERS = 100_000;
/** Characters that take as long to compare as one step. */
const CHARACTERS = 256;

/** What the operation costs at most with these values before it, in steps. */
export function workOf(before: Json | undefined, { path, value, op }: PatchOperation): number {
  if (!Array.isArray(before)) return 1;
  const given = Array.isArray(value) ? value.length : 1;
  // Each value is looked at, or copied, once; each value given is looked up.
  const pass = before.length + given;
  if (path.filter === null) {
    const scanned = op === 'remove' && value !== undefined ? namedByParts(value) : 0;
    return (path.sub === null && op !== 'add' ? 1 : 2) * pass + scanned * before.length;
  }
  const { terms, characters } = sizeOf(path.filter);
  let cost = pass + before.length * (terms + characters / CHARACTERS);
  for (const element of before) cost += (terms * lengthOf(element)) / CHARACTERS;
  return cost;
}

function sizeOf(filter: Filter): { terms: number; characters: number } {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = sizeOf(filter.left);
      const right = sizeOf(filter.right);
      return { terms: left.terms + right.terms, characters: left.characters + right.characters };
    }
    case 'not':
    case 'values':
      return sizeOf(filter.filter);
    case 'compare':
      return { terms: 1, characters: String(filter.value).length };
    case 'present':
      return { terms: 1, characters: 0 };
  }
}

/** Of the longest text in the value. */
function lengthOf(element: Json): number {
  if (!isObject(element)) return 0;
  let longest = 0;
  for (const key of Object.keys(element)) {
    const value = element[key];
    if (typeof value === 'string' && value.length > longest) longest = value.length;
  }
  return longest;
}
