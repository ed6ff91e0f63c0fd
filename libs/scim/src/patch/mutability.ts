import { bad, type Failure } from '../errors.js';
import type { PatchOperation, PatchPath } from './operation.js';

/** Why no operation of this kind is allowed there, whatever is stored; null when it is. */
export function mutabilityFault(op: PatchOperation['op'], path: PatchPath): 'readOnly' | 'immutable' | null {
  const { definition, subDefinition, sub, filter } = path;
  if (definition.mutability === 'readOnly' || subDefinition?.mutability === 'readOnly') return 'readOnly';
  // A member is put in or taken out, never changed.
  if (definition.isSet === true && (sub !== null || (filter !== null && op !== 'remove'))) return 'immutable';
  return null;
}

/** Refuses to unassign what is required (RFC 7644 section 3.5.2.2). */
export function removalFault({ definition, subDefinition, sub, filter, name }: PatchPath): Failure | undefined {
  if (subDefinition?.required === true) return bad('mutability', `${name}.${sub} can't be removed`);
  const isWhole = sub === null && filter === null;
  return isWhole && definition.required ? bad('mutability', `${name} can't be removed`) : undefined;
}
