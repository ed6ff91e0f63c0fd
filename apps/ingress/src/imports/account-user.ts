import type { AccountEventData } from '@usher/events';
import { USER_SCHEMA } from '@usher/scim';

type Account = AccountEventData['account'];

/** As it is in a SCIM request: a language with or without a region. What else WordPress calls a locale isn't one. */
const LOCALE = /^[a-z]{2,3}(_[A-Z]{2})?$/;

/** The user that an account of a site stands for, as the body of a SCIM request; what is blank is left out. */
export function accountUser(account: Account): object {
  const { login, email, firstName, lastName, displayName, nickname, url, locale, active } = account;
  return {
    schemas: [USER_SCHEMA],
    userName: login,
    name: { ...given('givenName', firstName), ...given('familyName', lastName) },
    ...given('displayName', displayName),
    ...given('nickName', nickname),
    ...given('profileUrl', url),
    ...(LOCALE.test(locale) && { locale: locale.replace('_', '-') }),
    emails: email.trim() === '' ? [] : [{ value: email.trim(), type: 'work', primary: true }],
    active,
  };
}

function given(name: string, value: string): object {
  return value.trim() === '' ? {} : { [name]: value.trim() };
}
