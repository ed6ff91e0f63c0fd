import { Matches } from 'class-validator';

/** A text that PostgreSQL can compare with: it has no character U+0000, and refuses a query that brings one. */
export function NoNul(): PropertyDecorator {
  return Matches(/^[^\0]*$/, { message: '$property must not contain the character U+0000' });
}
