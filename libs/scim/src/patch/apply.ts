import type { Result } from '../errors.js';
import type { ScimAttributes } from '../json.js';
import type { PatchOperation } from './operation.js';

/**
 * The attributes after all operations; all or nothing. Never mutates `current`; returns `current` itself when nothing changed.
 * Errors: 400 invalidValue, noTarget, mutability.
 */
export function applyPatch(_current: ScimAttributes, _operations: readonly PatchOperation[]): Result<ScimAttributes> {
  throw new Error('not written yet');
}
