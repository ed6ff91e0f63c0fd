import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schemas/urns.js';

/**
 * OneLogin's generic connectors write the URNs of SCIM 1.1 and of the drafts of 2.0 (fixture: onelogin/create).
 * Lower-case alias to today's URN.
 */
export const SCHEMA_ALIASES: readonly (readonly [string, string])[] = [
  ['urn:scim:schemas:core:1.0', USER_SCHEMA],
  ['urn:scim:schemas:core:1.0:user', USER_SCHEMA],
  ['urn:scim:schemas:core:2.0', USER_SCHEMA],
  ['urn:scim:schemas:core:2.0:user', USER_SCHEMA],
  ['urn:scim:schemas:extension:enterprise:1.0', ENTERPRISE_USER_SCHEMA],
  ['urn:scim:schemas:extension:enterprise:1.0:user', ENTERPRISE_USER_SCHEMA],
  ['urn:scim:schemas:extension:enterprise:2.0', ENTERPRISE_USER_SCHEMA],
  ['urn:scim:schemas:extension:enterprise:2.0:user', ENTERPRISE_USER_SCHEMA],
];
