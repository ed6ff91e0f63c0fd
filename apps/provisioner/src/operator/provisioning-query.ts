import { ApiPropertyOptional } from '@nestjs/swagger';
import { LINK_STATUSES } from '@usher/provisioning';
import { IsIn, IsOptional } from 'class-validator';
import { OptionalText, PageAfter, PageLimit } from './parameters.js';

class UserQuery {
  @OptionalText()
  targetId?: string;

  @OptionalText()
  scimId?: string;

  /** Exact, without regard to case. */
  @OptionalText()
  userName?: string;

  @PageLimit()
  limit: number = 100;
}

/** Query parameters; each narrows the answer. */
export class ProvisioningQuery extends UserQuery {
  @ApiPropertyOptional({ enum: LINK_STATUSES })
  @IsOptional()
  @IsIn(LINK_STATUSES)
  status?: string;
}

export class DeadLettersQuery extends UserQuery {
  @OptionalText()
  code?: string;

  /** `true`: those that stand; `false`: those that a later event of the user has superseded. */
  @ApiPropertyOptional({ enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  /** `next` of the page before. */
  @PageAfter()
  after?: number;
}
