import { attribute, schema } from './definition.js';
import { ENTERPRISE_USER_SCHEMA } from './urns.js';

/** RFC 7643 section 4.3. */
export const enterpriseUserSchema = schema(ENTERPRISE_USER_SCHEMA, 'EnterpriseUser', 'Enterprise User', [
  attribute('employeeNumber', 'string', 'An identifier assigned to the person by the organization.'),
  attribute('costCenter', 'string', 'The name of a cost center.'),
  attribute('organization', 'string', 'The name of an organization.'),
  attribute('division', 'string', 'The name of a division.'),
  attribute('department', 'string', 'The name of a department.'),
  attribute('manager', 'complex', "The user's manager.", {
    subAttributes: [
      attribute('value', 'string', "The id of the manager's user.", {
        caseExact: true,
      }),
      // Both would go stale as soon as the manager changes: the value alone is kept.
      attribute('$ref', 'reference', "The URI of the manager's user.", {
        mutability: 'readOnly',
        referenceTypes: ['User'],
      }),
      attribute('displayName', 'string', "The manager's display name.", { mutability: 'readOnly' }),
    ],
  }),
]);
