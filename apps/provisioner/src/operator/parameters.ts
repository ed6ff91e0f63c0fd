import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** A text that narrows the answer; may be left out. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional(), IsOptional(), IsString(), NoNul());
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
