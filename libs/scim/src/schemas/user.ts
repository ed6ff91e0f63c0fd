import { attribute, plural, schema } from './definition.js';
import { MAX_KEY_LENGTH } from './limits.js';
import { USER_SCHEMA } from './urns.js';

/** RFC 7643 section 4.1, with the characteristics of section 8.7.1. */
export const userSchema = schema(USER_SCHEMA, 'User', 'User Account', [
  attribute('userName', 'string', 'Unique identifier for the user, typically used to sign in. Case-insensitive.', {
    required: true,
    uniqueness: 'server',
    maxLength: MAX_KEY_LENGTH,
  }),
  attribute('name', 'complex', "The components of the user's name.", {
    subAttributes: [
      attribute('formatted', 'string', 'The full name, formatted for display.'),
      attribute('familyName', 'string', 'The family name, or last name in most Western languages.'),
      attribute('givenName', 'string', 'The given name, or first name in most Western languages.'),
      attribute('middleName', 'string', 'The middle name(s).'),
      attribute('honorificPrefix', 'string', 'The honorific prefix(es), or title in most Western languages.'),
      attribute('honorificSuffix', 'string', 'The honorific suffix(es), or suffix in most Western languages.'),
    ],
  }),
  attribute('displayName', 'string', 'The name of the user, suitable for display to end-users.'),
  attribute('nickName', 'string', 'The casual way to address the user in real life.'),
  attribute('profileUrl', 'reference', "A URL of the user's online profile.", { referenceTypes: ['external'] }),
  attribute('title', 'string', 'The user\'s title, such as "Vice President".'),
  attribute('userType', 'string', 'The relationship between the organization and the user, such as "Contractor".'),
  attribute('preferredLanguage', 'string', 'The user\'s preferred written or spoken language, e.g. "en_US".'),
  attribute('locale', 'string', "The user's default location, for localizing currency, date and number formats."),
  attribute('timezone', 'string', 'The time zone in the "Olson" format, e.g. "America/Los_Angeles".'),
  attribute('active', 'boolean', "The user's administrative status. True when not given on creation.", {
    assumed: true,
  }),
  attribute('password', 'string', 'Passed on as a hash where the connection says so, else dropped; never shown.', {
    caseExact: true,
    mutability: 'writeOnly',
    returned: 'never',
  }),
  plural('emails', 'E-mail addresses of the user.', {
    value: attribute('value', 'string', 'An e-mail address.'),
    types: ['work', 'home', 'other'],
  }),
  plural('phoneNumbers', 'Phone numbers of the user.', {
    value: attribute('value', 'string', 'A phone number.'),
    types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
  }),
  plural('ims', 'Instant messaging addresses of the user.', {
    value: attribute('value', 'string', 'An instant messaging address.'),
    types: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
  }),
  plural('photos', 'URLs of photos of the user.', {
    value: attribute('value', 'reference', 'URL of a photo.', { referenceTypes: ['external'] }),
    types: ['photo', 'thumbnail'],
  }),
  attribute('addresses', 'complex', 'Physical mailing addresses of the user.', {
    multiValued: true,
    subAttributes: [
      attribute('formatted', 'string', 'The full mailing address, formatted for display.'),
      attribute('streetAddress', 'string', 'The full street address.'),
      attribute('locality', 'string', 'The city or locality.'),
      attribute('region', 'string', 'The state or region.'),
      attribute('postalCode', 'string', 'The zip code or postal code.'),
      attribute('country', 'string', 'The country name.'),
      attribute('type', 'string', "A label indicating the attribute's function.", {
        canonicalValues: ['work', 'home', 'other'],
      }),
      attribute('primary', 'boolean', 'Whether this is the preferred value. True may appear once only.'),
    ],
  }),
  attribute('groups', 'complex', 'The groups to which the user belongs. Changed through the groups themselves.', {
    multiValued: true,
    mutability: 'readOnly',
    subAttributes: [
      attribute('value', 'string', "The group's id.", { mutability: 'readOnly', caseExact: true }),
      attribute('$ref', 'reference', "The group's URI.", { mutability: 'readOnly', referenceTypes: ['Group'] }),
      attribute('display', 'string', "The group's display name.", { mutability: 'readOnly' }),
      attribute('type', 'string', 'Kind of membership.', {
        mutability: 'readOnly',
        canonicalValues: ['direct', 'indirect'],
      }),
    ],
  }),
  plural('entitlements', 'Entitlements of the user.', {
    value: attribute('value', 'string', 'The value of an entitlement.'),
  }),
  plural('roles', 'Roles of the user that collectively represent who the user is, e.g. "Student".', {
    value: attribute('value', 'string', 'The value of a role.'),
  }),
  plural('x509Certificates', 'Certificates issued to the user.', {
    value: attribute('value', 'binary', 'A DER-encoded X.509 certificate, in base 64.'),
  }),
]);
