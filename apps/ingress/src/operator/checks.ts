import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength, registerDecorator, ValidateIf } from 'class-validator';
import { isNetwork } from '../connections/networks.js';

/** May be left out, but not null. */
export function MayBeMissing(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** What people call something; it appears in the audit. */
export function IsName(): PropertyDecorator {
  return applyDecorators(
    IsString({ message: '$property must be a text' }),
    MaxLength(100, { message: '$property must have at most $constraint1 characters' }),
    Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u, { message: '$property must not be blank or have control characters' }),
  );
}

/** Of a list: each is an address or a network. */
export function AreNetworks(): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'areNetworks',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => Array.isArray(value) && value.every(isNetwork),
        defaultMessage: () => `${String(property)} must be addresses or networks by CIDR: ["203.0.113.0/24"]`,
      },
    });
}
