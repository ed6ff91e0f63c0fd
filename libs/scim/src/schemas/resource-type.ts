import { olderUrns } from '../quirks/older-schemas.js';
import { commonAttributes } from './common.js';
import { type AttributeDefinition, findByName, indexByName, type SchemaDefinition } from './definition.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { groupSchema } from './group.js';
import { type Rules, rulesOf } from './rules.js';
import { UrnTable } from './urn-table.js';
import { userSchema } from './user.js';

/** A kind of resource (RFC 7643 section 6) with its schemas; what parsers look up is compiled once. */
export interface ResourceType {
  name: 'User' | 'Group';
  endpoint: '/Users' | '/Groups';
  description: string;
  schema: SchemaDefinition;
  extensions: readonly SchemaDefinition[];
  /** Attributes at the top of a resource: the common ones and those of the core schema. */
  top: ReadonlyMap<string, AttributeDefinition>;
  /** Attributes of each extension, by its URN. */
  extended: ReadonlyMap<string, SchemaDefinition>;
  urns: UrnTable;
  /** With those of older versions, too. */
  urnsWithOlder: UrnTable;
  rules: Rules;
}

type Basics = Pick<ResourceType, 'name' | 'endpoint' | 'description' | 'schema'>;

const user: Basics = { name: 'User', endpoint: '/Users', description: 'User Account', schema: userSchema };
const group: Basics = { name: 'Group', endpoint: '/Groups', description: 'Group', schema: groupSchema };

export const userType = (custom: readonly SchemaDefinition[] = []): ResourceType =>
  compile(user, [enterpriseUserSchema, ...custom]);

export const groupType = (custom: readonly SchemaDefinition[] = []): ResourceType => compile(group, custom);

function compile(basics: Basics, extensions: readonly SchemaDefinition[]): ResourceType {
  const schemas = [basics.schema, ...extensions];
  const topAttributes = [...commonAttributes, ...basics.schema.attributes];
  const own = schemas.map(({ id }): [string, string] => [id.toLowerCase(), id]);
  const older = schemas.flatMap((each) => olderUrns(each).map((urn): [string, string] => [urn, each.id]));
  return {
    ...basics,
    extensions,
    top: indexByName(topAttributes),
    extended: new Map(extensions.map((each) => [each.id, each])),
    urns: new UrnTable(own),
    urnsWithOlder: new UrnTable([...own, ...older]),
    rules: rulesOf(topAttributes, extensions),
  };
}

/** Definition of an attribute of an extension (its URN), or at the top (null). */
export function findAttribute(
  type: ResourceType,
  schema: string | null,
  name: string,
): AttributeDefinition | undefined {
  const lookup = schema === null ? type.top : type.extended.get(schema)?.lookup;
  return lookup && findByName(lookup, name);
}
