import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { JOB_KINDS, JOB_STATES } from '../jobs/job.js';
import { OptionalText, PageLimit } from './parameters.js';

/** Query parameters; each narrows the answer. */
export class JobsQuery {
  @OptionalText()
  targetId?: string;

  @ApiPropertyOptional({ enum: JOB_KINDS })
  @IsOptional()
  @IsIn(JOB_KINDS)
  kind?: string;

  @ApiPropertyOptional({ enum: JOB_STATES })
  @IsOptional()
  @IsIn(JOB_STATES)
  state?: string;

  @PageLimit()
  limit: number = 100;
}
