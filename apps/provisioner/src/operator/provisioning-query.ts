import { ApiPropertyOptional } from '@nestjs/swagger';
import { LINK_STATUSES } from '@usher/provisioning';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Query parameters; each narrows the answer. */
export class ProvisioningQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  targetId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  scimId?: string;

  /** Exact, without regard to case. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  userName?: string;

  /** Links only. */
  @ApiPropertyOptional({ enum: LINK_STATUSES })
  @IsOptional()
  @IsIn(LINK_STATUSES)
  status?: string;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: 500 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}
