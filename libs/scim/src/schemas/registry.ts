import { SCHEMA_ALIASES } from '../quirks/onelogin.js';
import { commonAttributes } from './common.js';
import { type AttributeDefinition, findByName, indexByName, type SchemaDefinition } from './definition.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './urns.js';
import { userSchema } from './user.js';

/** The schemas this server knows, in the order in which it lists them. */
export const SCHEMAS: readonly SchemaDefinition[] = [userSchema, enterpriseUserSchema];

/** Attributes at the top of a user: of the core schema and the common ones. */
export const TOP_ATTRIBUTES = indexByName([...commonAttributes, ...userSchema.attributes]);

/** A known URN in lower case to the URN itself; the aliases of older versions included. */
const URNS = new Map<string, string>([
  [USER_SCHEMA.toLowerCase(), USER_SCHEMA],
  [ENTERPRISE_USER_SCHEMA.toLowerCase(), ENTERPRISE_USER_SCHEMA],
  ...SCHEMA_ALIASES,
]);
/** Longest first: one URN may begin with another. */
const URNS_BY_LENGTH = [...URNS].sort(([a], [b]) => b.length - a.length);

/** The canonical URN, whatever the case and version in which the client wrote it. */
export function canonicalUrn(text: string): string | undefined {
  if (text === USER_SCHEMA || text === ENTERPRISE_USER_SCHEMA) return text;
  return URNS.get(text.toLowerCase());
}

/** Splits `urn:...:User:name.givenName`; the rest is '' for a bare URN. Undefined when no known URN begins it. */
export function splitUrn(text: string): { urn: string; rest: string } | undefined {
  const lower = text.toLowerCase();
  for (const [key, urn] of URNS_BY_LENGTH) {
    if (lower === key) return { urn, rest: '' };
    if (lower.startsWith(key) && lower[key.length] === ':') return { urn, rest: text.slice(key.length + 1) };
  }
  return undefined;
}

/** Definition of an attribute of an extension (its URN), or at the top of a user (null). */
export function findAttribute(schema: string | null, name: string): AttributeDefinition | undefined {
  return findByName(schema === null ? TOP_ATTRIBUTES : enterpriseUserSchema.lookup, name);
}
