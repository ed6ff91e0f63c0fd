import { ApiPropertyOptional } from '@nestjs/swagger';
import { LINK_STATUSES } from '@usher/provisioning';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Query parameters; each narrows the answer. */
export class ProvisioningQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  targetId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  scimId?: string;

  /** Exact, without regard to case. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
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
