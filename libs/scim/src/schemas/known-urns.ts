import { olderUrns } from '../quirks/older-schemas.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { groupSchema } from './group.js';
import { CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA } from './urns.js';
import { userSchema } from './user.js';

const MESSAGES = ['urn:ietf:params:scim:api', 'urn:scim:api'];
const resources = [userSchema, enterpriseUserSchema, groupSchema];
const KNOWN: readonly string[] = [
  ...resources.map(({ id }) => id.toLowerCase()),
  ...resources.flatMap(olderUrns),
  ...[SCHEMA_SCHEMA, RESOURCE_TYPE_SCHEMA, CONFIG_SCHEMA].map((urn) => urn.toLowerCase()),
  ...MESSAGES,
];

/** Whether the URN is one of the standard's, or begins one, or begins with one: as a path it would mean two things. */
export function isKnownUrn(urn: string): boolean {
  const lower = urn.toLowerCase();
  return KNOWN.some((known) => `${lower}:`.startsWith(`${known}:`) || known.startsWith(`${lower}:`));
}
