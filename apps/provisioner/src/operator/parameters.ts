import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Transform, Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, Max, Min, isISO8601 } from 'class-validator';

/** A text that narrows the answer; may be left out. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional(), IsOptional(), IsString(), NoNul());
}

/** A moment, by RFC 3339; of a day alone the beginning, by UTC. */
export function Time(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      isISO8601(value, { strict: true }) ? new Date(String(value)) : value,
    ),
    IsDate({ message: '$property must be a time by RFC 3339, e.g. 2026-11-24T13:00:00Z' }),
  );
}

/** How many entries of a list to answer. */
export function PageLimit(most = 500, usual = 100): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ default: usual, minimum: 1, maximum: most }),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );
}

/** `next` of the page before, where it is a number. */
export function PageAfter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional(),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(0),
  );
}
