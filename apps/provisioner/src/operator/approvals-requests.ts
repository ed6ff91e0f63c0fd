import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';

export class ApprovalsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  targetId?: string;

  /** `next` of the page before. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  after?: number;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: 500 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
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
