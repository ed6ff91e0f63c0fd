import type { Action } from './types.js';

/*
 * Words for the administrator of a WordPress site who reads the audit and knows neither SCIM nor Usher.
 */

export const EMAIL_MISSING =
  'The identity provider sends no e-mail address, and WordPress needs one. Give the user an e-mail address there, or map one to "emails".';

export const NOT_CREATED_INACTIVE =
  'Not created because inactive: the user has no account in this site, and gets one when the identity provider activates the user.';

/** Codes of the connector, and of {@link decide} itself. */
const REASONS: Readonly<Record<string, string>> = {
  invalid_login:
    'WordPress does not allow this user name as a login (letters, digits, spaces and . _ - @ are allowed, and the site may forbid some names). Change the user name in the identity provider.',
  login_too_long:
    'The user name is longer than the 60 characters that WordPress allows for a login. Shorten it in the identity provider.',
  login_taken:
    "Another account of this site already has this login and is not linked to this user. Rename or remove that account, or change the user's name in the identity provider.",
  invalid_email: 'WordPress does not accept this e-mail address. Correct it in the identity provider.',
  email_taken:
    'Another account of this site already uses this e-mail address. Change the address of that account, or the address in the identity provider.',
  login_taken_by_user:
    'Another user of the identity provider has the account with this login; WordPress never renames a login. Delete that user there, or change the name of this one.',
  email_taken_by_user:
    "Another user of the identity provider has this e-mail address in this site, and kept it for the minute that Usher waited. Change one of the two there; if the other has given it up by now, any change of this user's attributes brings this one through.",
  unknown_role: 'The role that new users should get does not exist in this site.',
  reassign_unknown:
    'The account that should inherit the content (USHER_REASSIGN_TO) does not exist in this site. Create it, or name another login.',
  has_content:
    'The account has posts or other content, and nobody is named to inherit it, so it was not deleted. Set USHER_REASSIGN_TO to the login that should inherit, or delete the account in WordPress.',
  protected_account:
    "The account is protected in this site (an administrator, or Usher's own user), so Usher does not touch it. Change it in WordPress by hand.",
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

const FIELD_WORDS: Readonly<Record<string, string>> = {
  user_login: 'login',
  user_email: 'e-mail address',
  first_name: 'first name',
  last_name: 'last name',
  display_name: 'display name',
  nickname: 'nickname',
  user_url: 'website',
  description: 'biography',
  locale: 'language',
};

/** `e-mail address, first name`; an unknown field is called by its own name. */
export function fieldWords(fields: readonly string[]): string {
  return fields.map((field) => FIELD_WORDS[field] ?? field).join(', ');
}

/** One or more sentences on what was done to an account. */
export function describeSuccess(
  action: Action,
  login: string,
  changes: readonly { path: string }[],
  restored: readonly string[],
  notes: readonly string[],
): string {
  const paths = changes.map(({ path }) => path).filter((path) => path !== 'active' && !restored.includes(path));
  const changed = paths.length > 0 ? `Changed ${fieldWords(paths)} of "${login}".` : '';
  const sentences = {
    create: [`Created the account "${login}".`],
    update: [changed],
    deactivate: [`Deactivated "${login}": nobody can log in with it; profile and content stay.`, changed],
    reactivate: [`Reactivated "${login}".`, changed],
    delete: [`Deleted the account "${login}".`],
    none: [changed || (restored.length > 0 ? '' : `Nothing to change: "${login}" was as wanted already.`)],
  }[action];
  const put = restored.length > 0 ? [`Put back, since it had been changed in WordPress: ${fieldWords(restored)}.`] : [];
  return [...sentences, ...put, ...notes].filter((sentence) => sentence !== '').join(' ') || `Updated "${login}".`;
}

export function describeRemoval(action: Action, login: string | undefined, heir: string | null): string {
  if (action === 'none') return 'Nothing to delete: the site has no account for this user.';
  const content = heir === null ? '' : ` Its content, if any, belongs to "${heir}" now.`;
  return `Deleted the account${login ? ` "${login}"` : ''}.${content}`;
}
