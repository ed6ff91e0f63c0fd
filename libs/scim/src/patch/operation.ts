import type { Filter } from '../filter/ast.js';
import type { Json } from '../json.js';
import type { AttributePath } from '../path/attribute-path.js';

/** A path of RFC 7644 section 3.5.2: an attribute, perhaps with a filter of its values: `emails[type eq "work"].value`. */
export interface PatchPath extends AttributePath {
  filter: Filter | null;
}

/** One parsed operation. Without a path the value is an object of attributes. */
export interface PatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: PatchPath | null;
  value: Json | undefined;
}
