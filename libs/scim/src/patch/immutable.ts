import { sameJson } from '../equality.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { identityOf } from './identity.js';
import type { PatchOperation } from './operation.js';
import { isSelected, valuesOf } from './values.js';

/**
 * Whether an immutable sub-attribute of one of many values has changed (RFC 7643 section 7): of one that the path selects,
 * or of one that is still told by its `value` and `type`.
 */
export function changesImmutable(
  { op, path, value: given }: PatchOperation,
  before: Json | undefined,
  after: Json | undefined,
): boolean {
  const { definition, sub, subDefinition } = path;
  if (!definition.multiValued) return false;
  const fixed = (definition.subAttributes ?? []).filter(({ mutability }) => mutability === 'immutable');
  if (fixed.length === 0) return false;
  if (sub !== null && subDefinition?.mutability === 'immutable')
    return valuesOf(before).some(
      (value) => isSelected(path, value) && differs(value[sub], op === 'remove' ? undefined : given),
    );
  const left = valuesOf(after).filter(isObject);
  const byIdentity = new Map(left.map((value): [string, JsonObject] => [identityOf(value), value]));
  return valuesOf(before).some((value) => {
    const now = byIdentity.get(identityOf(value));
    return isObject(value) && now !== undefined && fixed.some(({ name }) => differs(value[name], now[name]));
  });
}

const differs = (before: Json | undefined, after: Json | undefined): boolean =>
  before !== undefined && !sameJson(before, after);
