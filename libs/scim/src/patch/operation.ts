import type { Filter } from '../filter/ast.js';
import type { Json } from '../json.js';
import type { AttributePath } from '../path/attribute-path.js';
import type { AttributeDefinition } from '../schemas/definition.js';

/** A path of RFC 7644 section 3.5.2: an attribute, perhaps with a filter of its values: `emails[type eq "work"].value`. */
export interface PatchPath extends AttributePath {
  filter: Filter | null;
  definition: AttributeDefinition;
  subDefinition: AttributeDefinition | null;
}

/**
 * One parsed operation on one attribute or sub-attribute: what had no path, or a path to an object, has become one
 * operation for each attribute. The value is canonical; one of a multi-valued attribute as a whole is an array.
 * With remove it names the values to remove, undefined for all.
 */
export type PatchOperation =
  { op: 'add' | 'replace'; path: PatchPath; value: Json } | { op: 'remove'; path: PatchPath; value?: Json };

export interface ParsedPatch {
  operations: PatchOperation[];
  /** Attributes that no schema here knows, as the client wrote them: dropped. */
  ignored: string[];
  /** In clear, where one was sent: to be hashed or dropped, and kept nowhere. Null: it is taken away. */
  password?: string | null;
}
