import type { Filter } from '@usher/scim';
import type { CompiledRule } from '../mapping/rule.js';
import type { CompiledSource } from '../mapping/source.js';
import type { Privilege } from '../types.js';
import type { MatchingRule, TargetSettings } from './settings.js';

/** Settings that have been checked, with their expressions, paths and filters compiled. Immutable. */
export interface Policy {
  readonly settings: TargetSettings;
  /** Usermeta that WordPress's Users screen shows. */
  readonly columns: readonly { key: string; label: string }[];
  /** For the core alone. */
  readonly compiled: CompiledSettings;
}

export interface CompiledSettings {
  /** Null: everybody belongs to the site. */
  readonly scope: Filter | null;
  readonly mapping: readonly CompiledRule[];
  readonly matching: readonly CompiledMatching[];
  readonly assignTo: CompiledSource | null;
  readonly allow: readonly Privilege[];
  /** Roles are the directory's matter: somebody said which. */
  readonly managesRoles: boolean;
}

export interface CompiledMatching {
  rule: MatchingRule;
  /** Of a rule by usermeta. */
  source: CompiledSource | null;
}
