import { createHash } from 'node:crypto';
import { transliterate } from './transliterate.js';

export const MAX_LOGIN = 60;

export interface FittedLogin {
  login: string;
  /** To try in this order when the login is another's; none for a login that was taken as it is. */
  alternatives: readonly string[];
  /** It isn't what was wanted. */
  transformed: boolean;
}

/** WordPress's strict `sanitize_user` leaves these as they are. */
const ALLOWED = /^[A-Za-z0-9_.@-]+(?: [A-Za-z0-9_.@-]+)*$/;
/** What a network of sites allows besides. */
const ALLOWED_IN_NETWORK = /^[a-z0-9]+$/;

export function isAllowedLogin(login: string, multisite: boolean): boolean {
  return login.length <= MAX_LOGIN && (multisite ? ALLOWED_IN_NETWORK : ALLOWED).test(login);
}

/**
 * A login that WordPress allows, as near to the wanted one as may be: accents and ligatures are written out (`Jürgen
 * Weiß` is `Jurgen Weiss`), `+` and `/` become a dot, so that `jane+blog@x.org` stays apart from `janeblog@x.org`, the rest
 * of what isn't allowed is dropped, and what is beyond 60 characters is cut. When nothing readable is left, as of a name in
 * another script, it is `user-` and eight digits that follow from the SCIM id.
 */
export function fitLogin(wanted: string, scimId: string, multisite: boolean): FittedLogin {
  if (isAllowedLogin(wanted, multisite)) return { login: wanted, alternatives: [], transformed: false };
  const login = readable(wanted, multisite) ?? `user${multisite ? '' : '-'}${digitsOf(scimId)}`;
  return { login, alternatives: numberedLogins(login, scimId, multisite), transformed: true };
}

/** Near to a login that is another's; the same each time, and another one for each user. */
export function numberedLogins(login: string, scimId: string, multisite: boolean): [first: string, second: string] {
  const digits = digitsOf(scimId);
  const ended = (end: string) => {
    const ending = `${multisite ? '' : '-'}${end}`;
    return `${cut(login, MAX_LOGIN - ending.length)}${ending}`;
  };
  return [ended(digits.slice(0, 4)), ended(digits)];
}

const digitsOf = (scimId: string) => createHash('sha256').update(scimId).digest('hex').slice(0, 8);

function readable(wanted: string, multisite: boolean): string | undefined {
  const plain = transliterate(wanted);
  // The name of a mailbox says who it is; its domain alone doesn't.
  if (!/[A-Za-z0-9]/.test(plain.replace(/@[^@]*$/, ''))) return undefined;
  const fitting = multisite
    ? plain.toLowerCase().replace(/[^a-z0-9]/g, '')
    : plain
        .replace(/[+/]/g, '.')
        .replace(/[^A-Za-z0-9\s_.@-]/g, '')
        .replace(/\s+/g, ' ')
        .trim();
  return cut(fitting, MAX_LOGIN);
}

const cut = (login: string, length: number) => login.slice(0, length).trimEnd();
