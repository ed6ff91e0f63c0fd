export type AttributeType = 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime' | 'binary';
export type Mutability = 'readOnly' | 'readWrite' | 'writeOnly';

/** An attribute's characteristics (RFC 7643 section 2.2 and section 7). */
export interface AttributeDefinition {
  name: string;
  type: AttributeType;
  description: string;
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: Mutability;
  returned: 'always' | 'default' | 'never';
  uniqueness: 'none' | 'server';
  /** Suggestions: other values are accepted too. */
  canonicalValues?: readonly string[];
  referenceTypes?: readonly string[];
  subAttributes?: readonly AttributeDefinition[];
  /** In UTF-16 units; where the store has an index on it. Not part of the RFC's schema. */
  maxLength?: number;
  /** Names of older versions, still read. Not part of the RFC's schema. */
  aliases?: readonly string[];
  /** Sub-attributes by name and by lower-case name; empty for a simple attribute. */
  subs: ReadonlyMap<string, AttributeDefinition>;
}

export interface SchemaDefinition {
  id: string;
  name: string;
  description: string;
  attributes: readonly AttributeDefinition[];
  /** By name and by lower-case name. */
  lookup: ReadonlyMap<string, AttributeDefinition>;
}

type Options = Partial<Omit<AttributeDefinition, 'name' | 'type' | 'description' | 'subs'>>;

/** Names are case-insensitive (RFC 7643 section 2.1): the exact name is found first, without making a lower-case copy. */
export function indexByName(attributes: readonly AttributeDefinition[]): Map<string, AttributeDefinition> {
  const index = new Map<string, AttributeDefinition>();
  for (const attribute of attributes)
    for (const name of [attribute.name, ...(attribute.aliases ?? [])])
      index.set(name, attribute).set(name.toLowerCase(), attribute);
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
  options: Options = {},
): AttributeDefinition {
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
    subs: indexByName(options.subAttributes ?? []),
  };
}

/** A multi-valued attribute with the usual sub-attributes (RFC 7643 section 2.4): value, display, type, primary. */
export function plural(
  name: string,
  description: string,
  options: Options & { value: AttributeDefinition; types?: readonly string[] },
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
