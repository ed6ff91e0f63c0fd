import type { AttributePath } from '../path/attribute-path.js';
import type { AttributeDefinition, Returned, SchemaDefinition } from './definition.js';

/** An attribute, or an extension, in whose projection something isn't the default. */
export interface ReturnedRule {
  returned: Returned;
  subs: ReturnedRules;
}
export type ReturnedRules = ReadonlyMap<string, ReturnedRule>;

/** What must hold of a resource beyond the type of each value; collected once, as most attributes have no such rule. */
export interface Rules {
  /** By name at the top, and by URN. */
  returned: ReturnedRules;
  /** Whether something is shown only when asked for, or never. */
  hides: boolean;
  /** Single values that never change once they are there. */
  immutable: readonly AttributePath[];
  /** Attributes of an extension, and sub-attributes: required where what they are part of is there. */
  required: readonly AttributePath[];
  /** At the top, with a value when a creation gives none. */
  assumed: readonly AttributeDefinition[];
}

export function rulesOf(top: readonly AttributeDefinition[], extensions: readonly SchemaDefinition[]): Rules {
  const parts = [
    { schema: null, attributes: top },
    ...extensions.map(({ id, attributes }) => ({ schema: id, attributes })),
  ];
  const returned = new Map(returnedOf(top));
  for (const { id, attributes } of extensions) add(returned, id, 'default', returnedOf(attributes));
  const immutable: AttributePath[] = [];
  const required: AttributePath[] = [];
  for (const { schema, attributes } of parts)
    for (const definition of attributes) {
      const { name, multiValued, subs } = definition;
      if (definition.mutability === 'immutable') immutable.push({ schema, name, sub: null });
      if (definition.required && schema !== null) required.push({ schema, name, sub: null });
      for (const sub of new Set(subs.values())) {
        if (sub.mutability === 'immutable' && !multiValued) immutable.push({ schema, name, sub: sub.name });
        if (sub.required) required.push({ schema, name, sub: sub.name });
      }
    }
  return {
    returned,
    hides: hidesAny(returned),
    immutable,
    required,
    assumed: top.filter(({ assumed }) => assumed !== undefined),
  };
}

function returnedOf(attributes: readonly AttributeDefinition[]): ReturnedRules {
  const rules = new Map<string, ReturnedRule>();
  for (const { name, returned, subAttributes } of attributes)
    add(rules, name, returned, returnedOf(subAttributes ?? []));
  return rules;
}

function add(rules: Map<string, ReturnedRule>, name: string, returned: Returned, subs: ReturnedRules): void {
  if (returned !== 'default' || subs.size > 0) rules.set(name, { returned, subs });
}

/** The password isn't stored, and so needn't be hidden. */
function hidesAny(rules: ReturnedRules): boolean {
  return [...rules].some(
    ([name, { returned, subs }]) =>
      (name !== 'password' && (returned === 'never' || returned === 'request')) || hidesAny(subs),
  );
}
