import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength, ValidateIf } from 'class-validator';

/** A text that PostgreSQL can compare with: it has no character U+0000, and refuses a query that brings one. */
export function NoNul(): PropertyDecorator {
  return Matches(/^[^\0]*$/, { message: '$property must not contain the character U+0000' });
}

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

/** An id that an operator chooses for a connection or a site. */
export function IsChosenId(): PropertyDecorator {
  return Matches(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
    message: '$property must have 1 to 63 small letters, digits and hyphens, a letter or digit at both ends',
  });
}
