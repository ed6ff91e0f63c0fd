import type { Json, ScimAttributes } from './json.js';

/** One attribute before and after, by its path: `name.givenName`, `emails`, `urn:...:User:department`; null is unassigned. */
export interface AttributeDifference {
  path: string;
  before: Json;
  after: Json;
}

/** What differs, in the order of the attributes; complex attributes by sub-attribute, multi-valued ones as a whole. */
export function diffAttributes(_before: ScimAttributes, _after: ScimAttributes): AttributeDifference[] {
  throw new Error('not written yet');
}
