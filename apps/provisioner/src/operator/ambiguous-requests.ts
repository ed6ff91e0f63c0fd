import { ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsInt, Min, ValidateIf } from 'class-validator';
import { OptionalText, PageLimit } from './parameters.js';

export class AmbiguousQuery {
  @OptionalText()
  targetId?: string;

  /** `next` of the page before. */
  @OptionalText()
  after?: string;

  @PageLimit()
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
