import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { ArrayMaxSize, ArrayMinSize, Equals, IsArray, IsInt, IsString, ValidateIf } from 'class-validator';
import { OptionalText, PageAfter, PageLimit } from './parameters.js';

export class ApprovalsQuery {
  @OptionalText()
  targetId?: string;

  /** `next` of the page before. */
  @PageAfter()
  after?: number;

  @PageLimit()
  limit: number = 100;
}

/** Either ids or all. */
export class ApprovalsRequest {
  @ApiProperty()
  @IsString({ message: 'targetId must name the site' })
  @NoNul()
  targetId: string;

  @ApiPropertyOptional({ type: [Number], description: 'Of GET /api/provisioning/approvals' })
  @ValidateIf(({ all, ids }: ApprovalsRequest) => all === undefined || ids !== undefined)
  @IsArray({ message: 'Give either ids, or all: true' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @IsInt({ each: true })
  ids?: number[];

  @ApiPropertyOptional()
  @ValidateIf(({ all, ids }: ApprovalsRequest) => all !== undefined || ids === undefined)
  @Equals(true, { message: 'Give either ids, or all: true' })
  all?: boolean;
}
