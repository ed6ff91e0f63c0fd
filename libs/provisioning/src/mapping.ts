import { wordpressLocale } from './locale.js';
import type { AccountFields, Json, Link, WantedUser } from './types.js';

export interface Mapped {
  /** Undefined when there is no address that WordPress could have. */
  email: string | undefined;
  fields: Omit<AccountFields, 'user_email'>;
}

/** Fields that may be emptied. WordPress needs a display name and a nickname, so these fall back to the user name. */
const CLEARABLE = ['first_name', 'last_name', 'user_url', 'locale'] as const;
const NAMED = ['display_name', 'nickname'] as const;

/**
 * The default mapping of SCIM attributes (RFC 7643 section 4.1.1) to WordPress fields.
 *
 * A field that the IdP never sent is left out, so that what people wrote in WordPress stays; one that the IdP
 * sent before (it is in the link) and sends no more is cleared.
 */
export function mapUser(user: WantedUser, link: Pick<Link, 'fields'> | null): Mapped {
  const { attributes } = user;
  const name = object(attributes.name);
  const given = text(name.givenName);
  const family = text(name.familyName);
  const language = text(attributes.locale) ?? text(attributes.preferredLanguage);
  const fields: Partial<AccountFields> = {
    first_name: given,
    last_name: family,
    display_name: text(attributes.displayName) ?? text(name.formatted) ?? joined(given, family),
    nickname: text(attributes.nickName),
    user_url: text(attributes.profileUrl),
    locale: language === undefined ? undefined : wordpressLocale(language),
  };
  const before = link?.fields ?? {};
  for (const field of CLEARABLE) if (before[field] !== undefined) fields[field] ??= '';
  for (const field of NAMED) if (before[field] !== undefined) fields[field] ??= user.userName;
  return { email: emailOf(user), fields: { user_login: user.userName, ...defined(fields) } };
}

const LOOKS_LIKE_AN_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The primary address, else the first, else a user name that is one. */
function emailOf(user: WantedUser): string | undefined {
  const given = user.attributes.emails;
  const emails = (Array.isArray(given) ? given : []).map(object).filter((email) => text(email.value) !== undefined);
  const chosen = emails.find((email) => email.primary === true) ?? emails[0];
  return text(chosen?.value) ?? (LOOKS_LIKE_AN_ADDRESS.test(user.userName) ? user.userName : undefined);
}

function object(value: Json | undefined): { [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Blank counts as not sent: IdPs send '' for an empty directory field. */
function text(value: Json | undefined): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return text(parts.filter((part) => part !== undefined).join(' '));
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
