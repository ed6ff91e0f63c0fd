import { Matches, registerDecorator } from 'class-validator';
import { siteUrlOf } from '../targets/target-row.js';

/** A connection, or all of them. */
export function IsConnection(): PropertyDecorator {
  return Matches(/^(\*|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/, {
    message: '$property must be the id of the connection whose users the site gets, or * for those of every connection',
  });
}

export function IsLogin(): PropertyDecorator {
  return Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}:]{1,60}$/u, {
    message: "$property must be the login of Usher's own user in the site",
  });
}

export function IsApplicationPassword(): PropertyDecorator {
  return Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u, {
    message: '$property must be an application password of that user (Users > Profile > Application Passwords)',
  });
}

export function IsSiteAddress(): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'isSiteAddress',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => typeof value === 'string' && value.length <= 500 && siteUrlOf(value) !== null,
        defaultMessage: () =>
          `${String(property)} must be the address of the site, as its visitors use it: https://www.example.org`,
      },
    });
}
