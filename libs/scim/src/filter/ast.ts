import type { AttributePath } from '../path/attribute-path.js';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type CompareValue = string | number | boolean | null;

/**
 * Which comparison applies: texts as they are, or folded (as of `fold`), in the order of code points; `dateTime`: texts
 * in the canonical form that is stored; `unknown`: no schema has the attribute, so no resource has a value of it.
 */
export type Comparison = 'exact' | 'caseless' | 'boolean' | 'number' | 'dateTime' | 'unknown';

export interface CompareFilter {
  kind: 'compare';
  path: AttributePath;
  operator: CompareOperator;
  /** Null fits an attribute without a value. */
  value: CompareValue;
  comparison: Comparison;
}

/** A filter of RFC 7644 section 3.4.2.2. */
export type Filter =
  | CompareFilter
  | { kind: 'present'; path: AttributePath }
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; filter: Filter }
  /** `emails[type eq "work"]`: one value must fulfil the whole inner filter, whose paths are relative to it. */
  | { kind: 'values'; path: AttributePath; filter: Filter };
