import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import { Equals, IsInt, IsOptional, IsString, Max, Min, ValidateIf } from 'class-validator';

export class AmbiguousQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  targetId?: string;

  /** `next` of the page before. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  after?: string;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: 500 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

/** Either an account or a new one. */
export class ChoiceRequest {
  @ApiPropertyOptional({ description: "One of the user's candidates" })
  @ValidateIf(({ wordpressId, new: fresh }: ChoiceRequest) => fresh === undefined || wordpressId !== undefined)
  @IsInt({ message: 'Give either wordpressId, the number of one of the accounts, or new: true' })
  @Min(1)
  wordpressId?: number;

  @ApiPropertyOptional({ description: 'None of them: make an account' })
  @ValidateIf(({ wordpressId, new: fresh }: ChoiceRequest) => fresh !== undefined || wordpressId === undefined)
  @Equals(true, { message: 'Give either wordpressId, the number of one of the accounts, or new: true' })
  new?: boolean;
}
