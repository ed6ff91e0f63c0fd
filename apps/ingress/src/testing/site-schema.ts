/** A custom extension of users, as an operator gives it to a connection (RFC 7643 section 7). */
export const SITE_SCHEMA = {
  id: 'urn:example:params:scim:schemas:extension:site:2.0:User',
  name: 'Site',
  description: 'What the site wants to know',
  attributes: [
    {
      name: 'badge',
      type: 'string',
      multiValued: false,
      description: 'Number of the badge',
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    },
  ],
};
