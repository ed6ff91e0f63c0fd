import { ApiPropertyOptional } from '@nestjs/swagger';
import { LINK_STATUSES } from '@usher/provisioning';
import { IsIn, IsOptional } from 'class-validator';
import { OptionalText, PageLimit } from './parameters.js';

/** Query parameters; each narrows the answer. */
export class ProvisioningQuery {
  @OptionalText()
  targetId?: string;

  @OptionalText()
  scimId?: string;

  /** Exact, without regard to case. */
  @OptionalText()
  userName?: string;

  /** Links only. */
  @ApiPropertyOptional({ enum: LINK_STATUSES })
  @IsOptional()
  @IsIn(LINK_STATUSES)
  status?: string;

  @PageLimit()
  limit: number = 100;
}
