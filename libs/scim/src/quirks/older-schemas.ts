import { type AttributeDefinition, type SchemaDefinition } from '../schemas/definition.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schemas/urns.js';

const OLDER: Readonly<Record<string, readonly string[]>> = {
  [USER_SCHEMA]: [
    'urn:scim:schemas:core:1.0',
    'urn:scim:schemas:core:1.0:user',
    'urn:scim:schemas:core:2.0',
    'urn:scim:schemas:core:2.0:user',
  ],
  [GROUP_SCHEMA]: [
    'urn:scim:schemas:core:1.0',
    'urn:scim:schemas:core:1.0:group',
    'urn:scim:schemas:core:2.0',
    'urn:scim:schemas:core:2.0:group',
  ],
  [ENTERPRISE_USER_SCHEMA]: [
    'urn:scim:schemas:extension:enterprise:1.0',
    'urn:scim:schemas:extension:enterprise:1.0:user',
    'urn:scim:schemas:extension:enterprise:2.0',
    'urn:scim:schemas:extension:enterprise:2.0:user',
  ],
};

/**
 * The URNs that SCIM 1.1 and the drafts of 2.0 had for a schema, in lower case: OneLogin's generic connectors write them
 * (fixture: onelogin/create).
 */
export function olderUrns({ id }: SchemaDefinition): readonly string[] {
  return OLDER[id] ?? [];
}

/** The sub-attribute by its name in SCIM 1.1: `manager.managerId` (fixture: onelogin/create). */
export function olderSub({ name, subs }: AttributeDefinition, sub: string): AttributeDefinition | undefined {
  return name === 'manager' && sub.toLowerCase() === 'managerid' ? subs.get('value') : undefined;
}
