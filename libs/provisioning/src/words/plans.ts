/* Why nothing is done, or what should be known beside what is; for the administrator of a site. */

export const EMAIL_KEPT = 'The identity provider sends no e-mail address any more; the old one stays.';

export const GROUPS_OFF = 'Roles and groups stay as they are: they are switched off for this site.';

export const PASSWORD_OFF = 'The password stays as it is: passwords are switched off for this site.';

export const NOT_IN_SCOPE = 'Nothing to do: the user does not belong to this site (its scope leaves the user out).';

export function loginStays(login: string, userName: string): string {
  return `The login stays "${login}": WordPress can't change it to the user name "${userName}".`;
}

export function loginTransformed(userName: string, login: string): string {
  return `WordPress does not allow "${userName}" as a login, so it is "${login}" or near to that; the user name is kept as usher_user_name.`;
}

export function loginOfOther(login: string, userName: string): string {
  return `The login "${login}" is that of another user, whose user name is another one; WordPress never renames a login. This user has one near to it, and the user name "${userName}" is kept as usher_user_name.`;
}

const named = (login: string | null) => (login === null ? 'an account, should there be one,' : `"${login}"`);

const SWITCHED_OFF = {
  create: () =>
    'Not created: creating accounts is switched off for this site. Switch it on in its settings and resynchronise, or make the account in WordPress.',
  recreate: () =>
    'Not made again: the account was deleted in WordPress, and creating accounts is switched off for this site. Switch it on in its settings and resynchronise.',
  update: (login: string | null) =>
    `Not changed: updates are switched off for this site, and ${named(login)} stays as it is.`,
  deactivate: (login: string | null) =>
    `Not deactivated: that is switched off for this site, and ${named(login)} can still log in. Shut it out in WordPress, or switch deactivation on in the settings.`,
  reactivate: (login: string | null) =>
    `Not reactivated: that is switched off for this site, and ${named(login)} stays shut out. Switch it on in the settings and resynchronise.`,
  delete: (login: string | null) =>
    `Not deleted: that is switched off for this site, and ${named(login)} stays as it is; if it could log in before, it still can. Delete it in WordPress, or switch deletion on in the settings.`,
};

export function switchedOffWords(what: keyof typeof SWITCHED_OFF, login: string | null): string {
  return SWITCHED_OFF[what](login);
}

const LEFT = {
  inactive: 'the user is inactive in the identity provider',
  deleted: 'the user was deleted in the identity provider',
  outOfScope: 'the user does not belong to this site any more',
};

/** The policy `nothing`. */
export function leftUntouched(reason: keyof typeof LEFT, login: string | null): string {
  const account = login === null ? '' : ` The account "${login}" can still log in, if it could before.`;
  return `Left as it is, by the settings of this site, though ${LEFT[reason]}.${account}`;
}
