import { sameJson } from './equality.js';
import { isObject, type Json, type JsonObject, type ScimAttributes } from './json.js';

/** One attribute before and after, by its path: `name.givenName`, `emails`, `urn:...:User:department`; null is unassigned. */
export interface AttributeDifference {
  path: string;
  before: Json;
  after: Json;
}

/** What differs, in the order of the attributes; complex attributes by sub-attribute, multi-valued ones as a whole. */
export function diffAttributes(before: ScimAttributes, after: ScimAttributes): AttributeDifference[] {
  const differences: AttributeDifference[] = [];
  compareObjects(before, after, '', differences);
  return differences;
}

function compareObjects(before: JsonObject, after: JsonObject, prefix: string, out: AttributeDifference[]): void {
  const compare = (key: string): void => {
    // An extension's attributes follow its URN after a colon, sub-attributes after a dot.
    const separator = prefix === '' && key.startsWith('urn:') ? ':' : '.';
    compareValues(before[key], after[key], prefix + key, separator, out);
  };
  for (const key of Object.keys(before)) compare(key);
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) compare(key);
}

function compareValues(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
  separator: ':' | '.',
  out: AttributeDifference[],
): void {
  if (sameJson(before, after)) return;
  const objects = (isObject(before) || before === undefined) && (isObject(after) || after === undefined);
  if (objects) compareObjects(before ?? {}, after ?? {}, path + separator, out);
  else out.push({ path, before: before ?? null, after: after ?? null });
}
