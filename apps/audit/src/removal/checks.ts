import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { EntryFilter } from '../query/filter.js';

/** Why something is done that can't be undone; it is recorded. */
export function IsReason(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description: 'Why; it is recorded.', maxLength: 500 }),
    IsString({ message: 'reason must be a text' }),
    Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u, { message: 'reason must not be blank or have control characters' }),
    MaxLength(500, { message: 'reason must have at most 500 characters' }),
  );
}

export function IsConfirmation(): PropertyDecorator {
  const message = 'confirmation must be the one that the preview answered';
  return applyDecorators(
    ApiProperty({ description: 'As the preview answered it, ten minutes ago at most.' }),
    IsString({ message }),
    MaxLength(600, { message }),
  );
}

/** The filter of a search, as JSON; `{}` is everything. */
export function IsFilter(): PropertyDecorator {
  const message = 'filter must be an object as the parameters of the search have it; {} is everything';
  return applyDecorators(
    ApiProperty({ description: 'As the parameters of the search; `{}` is everything.', type: EntryFilter }),
    IsDefined({ message }),
    IsObject({ message }),
    ValidateNested(),
    Type(() => EntryFilter),
  );
}
