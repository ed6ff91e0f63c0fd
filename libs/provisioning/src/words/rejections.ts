/*
 * Words for the administrator of a WordPress site who reads the audit and knows neither SCIM nor Usher.
 */

export const EMAIL_MISSING =
  'The identity provider sends no e-mail address, and WordPress needs one. Give the user an e-mail address there, or map one to "emails".';

/** Codes of the connector, and of {@link decide} itself. */
const REASONS: Readonly<Record<string, string>> = {
  invalid_login:
    'WordPress does not allow this user name as a login (letters, digits, spaces and . _ - @ are allowed, and the site may forbid some names). Change the user name in the identity provider, or let Usher make a login of it: "login" in the settings of this site.',
  login_too_long:
    'The user name is longer than the 60 characters that WordPress allows for a login. Shorten it in the identity provider, or let Usher make a login of it: "login" in the settings of this site.',
  login_taken:
    "Another account of this site already has this login and is not linked to this user. Rename or remove that account, or change the user's name in the identity provider.",
  invalid_email: 'WordPress does not accept this e-mail address. Correct it in the identity provider.',
  email_taken:
    'Another account of this site already uses this e-mail address. Change the address of that account, or the address in the identity provider.',
  login_taken_by_user:
    'Another user of the identity provider has the account with this login; WordPress never renames a login. Delete that user there, or change the name of this one.',
  email_taken_by_user:
    "Another user of the identity provider has this e-mail address in this site, and kept it for the minute that Usher waited. Change one of the two there; if the other has given it up by now, any change of this user's attributes brings this one through.",
  unknown_role:
    'A role that the user should have does not exist in this site. Correct the roles in the settings of this site, or make the role in WordPress.',
  reassign_unknown:
    'The account that should inherit the content does not exist in this site. Create it, or name another in the settings of this site ("content"; USHER_REASSIGN_TO for the first site).',
  has_content:
    'The account has posts or other content, and nobody is named to inherit it, so it was not deleted. Name who inherits in the settings of this site ("content"; USHER_REASSIGN_TO for the first site), or delete the account in WordPress.',
  protected_account:
    'The account is protected in this site (an administrator, or Usher\'s own user), so Usher does not touch it. Change it in WordPress by hand, or permit it both in the settings of this site ("administrators") and in WordPress under Settings > Usher.',
  ambiguous_match:
    'More than one account of this site could be this user, so none was linked. Choose the right one, or let a new one be made.',
  invalid_operation:
    'The connector plugin refused the request as malformed. Update the plugin and Usher to matching versions.',
  site_fault:
    'WordPress fails with an internal error whenever it handles this user, while it works for others. Another plugin may be the cause; look into the error log of the site.',
  email_missing: EMAIL_MISSING,
};

/** Why a user was rejected: what to do about it, then what the site said. */
export function rejectionWords(code: string, message: string): string {
  const reason = REASONS[code] ?? `The site refused the user (${code}).`;
  return message === '' || message === reason ? reason : `${reason} WordPress says: ${message}`;
}

/** A rule of the mapping that must have a value has none. */
export function requiredMissing(to: string, sources: readonly string[]): string {
  return `The settings of this site require a value for ${to}, and the identity provider sends none (${sources.join(', ')}). Give the user one there, or take "required" from the rule.`;
}
