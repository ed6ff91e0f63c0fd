import type { MappingRule } from '../settings/settings.js';
import type { Subject } from '../subject.js';
import type { FieldName, Json } from '../types.js';
import { wordpressLocale } from './locale.js';
import type { CompiledSource } from './source.js';
import { text, texts } from './value.js';

/** Where a value goes. */
export type Destination = { kind: 'field'; name: FieldName } | { kind: 'meta'; key: string } | { kind: 'role' };

/** A rule of the mapping, ready to be applied. */
export interface CompiledRule {
  rule: MappingRule;
  to: Destination;
  sources: readonly CompiledSource[];
  /** As a person reads it: `user_email <- emails.value | userName`. */
  words: string;
}

/** What a rule gave for one user. */
export interface Reading {
  rule: CompiledRule;
  /** One for anything but a role; none: no value. */
  values: readonly string[];
}

export function compiledRule(rule: MappingRule, sources: readonly CompiledSource[]): CompiledRule {
  const { to } = rule;
  const words = `${to} <- ${sources.map((source) => source.words).join(' | ')}`;
  return { rule, to: destination(to), sources, words };
}

export function destination(to: MappingRule['to']): Destination {
  if (to === 'role') return { kind: 'role' };
  if (to.startsWith('meta.')) return { kind: 'meta', key: to.slice('meta.'.length) };
  return { kind: 'field', name: to as FieldName };
}

/** The first source that gives a value decides. */
export function applyRule(rule: CompiledRule, subject: Subject): Reading {
  for (const source of rule.sources) {
    const values = valuesFor(rule.to, source.read(subject));
    if (values.length > 0) return { rule, values };
  }
  return { rule, values: [] };
}

function valuesFor(to: Destination, value: Json | undefined): string[] {
  if (to.kind === 'role') return texts(value);
  const single = text(value);
  if (single === undefined) return [];
  if (to.kind !== 'field' || to.name !== 'locale') return [single];
  const locale = wordpressLocale(single);
  return locale === undefined ? [] : [locale];
}
