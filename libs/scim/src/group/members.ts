import type { Filter } from '../filter/ast.js';
import { isObject, type Json } from '../json.js';
import type { PatchOperation } from '../patch/operation.js';

/** One change of a group's members; `values` are ids, or whatever else the client names members by. */
export type MemberChange =
  | { kind: 'add' | 'remove' | 'set'; values: string[] }
  /** Those that fulfil it go; its paths are relative to a member: `value`, `type`. */
  | { kind: 'removeWhere'; filter: Filter }
  | { kind: 'clear' };

/**
 * Takes the changes of members out of a PATCH of a group, in order: members are too many to be an attribute among others.
 * The rest is for applyPatch.
 */
export function splitMembers(operations: readonly PatchOperation[]): {
  rest: PatchOperation[];
  members: MemberChange[];
} {
  const rest: PatchOperation[] = [];
  const members: MemberChange[] = [];
  for (const operation of operations)
    if (operation.path.schema === null && operation.path.name === 'members') members.push(changeOf(operation));
    else rest.push(operation);
  return { rest, members };
}

function changeOf({ op, path, value }: PatchOperation): MemberChange {
  if (op === 'add') return { kind: 'add', values: idsOf(value) };
  if (op === 'replace') return { kind: 'set', values: idsOf(value) };
  if (value !== undefined) return { kind: 'remove', values: idsOf(value) };
  if (path.filter === null) return { kind: 'clear' };
  const values = valuesNamed(path.filter);
  return values === null ? { kind: 'removeWhere', filter: path.filter } : { kind: 'remove', values };
}

/** The values of members as parsed. */
export function idsOf(members: Json | undefined): string[] {
  if (!Array.isArray(members)) return [];
  return members.flatMap((member) => (isObject(member) && typeof member.value === 'string' ? [member.value] : []));
}

/** `value eq "a" or value eq "b"`: which members an index can find. Null for any other filter. */
function valuesNamed(filter: Filter): string[] | null {
  if (filter.kind === 'or') {
    const left = valuesNamed(filter.left);
    const right = left && valuesNamed(filter.right);
    return left && right && [...left, ...right];
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.path.name !== 'value') return null;
  return typeof filter.value === 'string' ? [filter.value] : null;
}
