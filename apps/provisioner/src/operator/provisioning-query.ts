import { LINK_STATUSES } from '@usher/provisioning';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Query parameters; each narrows the answer. */
export class ProvisioningQuery {
  @IsOptional()
  @IsString()
  targetId?: string;

  @IsOptional()
  @IsString()
  scimId?: string;

  /** Exact, without regard to case. */
  @IsOptional()
  @IsString()
  userName?: string;

  /** Links only. */
  @IsOptional()
  @IsIn(LINK_STATUSES)
  status?: string;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}
