/** The connector takes these: plain ASCII, since the database compares keys without regard to accents. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;
/** WordPress keeps rights and sessions in usermeta whose keys, after the prefix of the site, end so. */
const RIGHTS = /(capabilities|user_level|session_tokens)$/i;
/** Usher writes these itself; the groups, on a network, after the prefix of the site. */
const OWN = /^usher_user_name$|usher_group$/i;
const PROFILE = ['first_name', 'last_name', 'nickname', 'description', 'locale'];

/** Why a usermeta key can't be used; undefined: it can. */
export function faultOfMetaKey(key: string, use: 'set' | 'match'): string | undefined {
  if (key.length > 191) return 'A usermeta key has at most 191 characters.';
  if (!KEY.test(key)) return 'A usermeta key begins with a letter or digit, and has letters, digits and _ . : - only.';
  if (RIGHTS.test(key)) return `WordPress keeps rights and sessions in "${key}": Usher doesn't touch it.`;
  if (use === 'match') return undefined;
  if (OWN.test(key)) return `Usher writes "${key}" itself. Take another key.`;
  return PROFILE.includes(key) ? `"${key}" is a field of the profile: name it without "meta.".` : undefined;
}
