import type { Json } from '../json.js';

export const ATTRIBUTE_TYPES = [
  'string',
  'boolean',
  'integer',
  'decimal',
  'dateTime',
  'reference',
  'binary',
  'complex',
] as const;
export const MUTABILITIES = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const;
export const RETURNED = ['always', 'default', 'request', 'never'] as const;

export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];
export type Mutability = (typeof MUTABILITIES)[number];
export type Returned = (typeof RETURNED)[number];

/** An attribute's characteristics (RFC 7643 section 2.2 and section 7). */
export interface AttributeDefinition {
  name: string;
  type: AttributeType;
  description: string;
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: Mutability;
  returned: Returned;
  uniqueness: 'none' | 'server';
  /** Suggestions: other values are accepted too. */
  canonicalValues?: readonly string[];
  referenceTypes?: readonly string[];
  subAttributes?: readonly AttributeDefinition[];
  /** In UTF-16 units; where the store has an index on it. Not part of the RFC's schema. */
  maxLength?: number;
  /** Of a multi-valued attribute, where it isn't the usual limit. Not part of the RFC's schema. */
  maxValues?: number;
  /** Values are told apart by their `value` alone, and one of them is never changed. Not part of the RFC's schema. */
  isSet?: boolean;
  /** Its value when a creation gives none; a PUT that doesn't speak of it leaves it. Not part of the RFC's schema. */
  assumed?: Json;
  /** Said by the server alone, whatever a client writes. Not part of the RFC's schema. */
  isDerived?: boolean;
  /** Other values than the canonical ones are dropped. Not part of the RFC's schema. */
  isClosed?: boolean;
  /** Sub-attributes by name and by lower-case name; empty for a simple attribute. */
  subs: ReadonlyMap<string, AttributeDefinition>;
  requiredSubs: readonly string[];
}

export interface SchemaDefinition {
  id: string;
  name: string;
  description: string;
  attributes: readonly AttributeDefinition[];
  /** By name and by lower-case name. */
  lookup: ReadonlyMap<string, AttributeDefinition>;
}

export type AttributeOptions = Partial<
  Omit<AttributeDefinition, 'name' | 'type' | 'description' | 'subs' | 'requiredSubs'>
>;

/** Names are case-insensitive (RFC 7643 section 2.1): the exact name is found first, without making a lower-case copy. */
export function indexByName(attributes: readonly AttributeDefinition[]): Map<string, AttributeDefinition> {
  const index = new Map<string, AttributeDefinition>();
  for (const attribute of attributes) index.set(attribute.name, attribute).set(attribute.name.toLowerCase(), attribute);
  return index;
}

export function findByName(
  index: ReadonlyMap<string, AttributeDefinition>,
  name: string,
): AttributeDefinition | undefined {
  return index.get(name) ?? index.get(name.toLowerCase());
}

export function attribute(
  name: string,
  type: AttributeType,
  description: string,
  options: AttributeOptions = {},
): AttributeDefinition {
  const { subAttributes = [] } = options;
  return {
    name,
    type,
    description,
    multiValued: false,
    required: false,
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...options,
    subs: indexByName(subAttributes),
    requiredSubs: subAttributes.filter(({ required }) => required).map((sub) => sub.name),
  };
}

/** A multi-valued attribute with the usual sub-attributes (RFC 7643 section 2.4): value, display, type, primary. */
export function plural(
  name: string,
  description: string,
  options: AttributeOptions & { value: AttributeDefinition; types?: readonly string[] },
): AttributeDefinition {
  const { value, types, ...rest } = options;
  return attribute(name, 'complex', description, {
    ...rest,
    multiValued: true,
    subAttributes: [
      value,
      attribute('display', 'string', 'A human-readable name, primarily used for display purposes.'),
      attribute('type', 'string', "A label indicating the attribute's function.", types && { canonicalValues: types }),
      attribute('primary', 'boolean', 'Whether this is the preferred value. True may appear once only.'),
    ],
  });
}

export function schema(
  id: string,
  name: string,
  description: string,
  attributes: readonly AttributeDefinition[],
): SchemaDefinition {
  return { id, name, description, attributes, lookup: indexByName(attributes) };
}
