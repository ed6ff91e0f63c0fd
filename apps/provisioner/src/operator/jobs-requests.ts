import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { JOB_KINDS, JOB_STATES } from '../jobs/job.js';

/** Query parameters; each narrows the answer. */
export class JobsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  targetId?: string;

  @ApiPropertyOptional({ enum: JOB_KINDS })
  @IsOptional()
  @IsIn(JOB_KINDS)
  kind?: string;

  @ApiPropertyOptional({ enum: JOB_STATES })
  @IsOptional()
  @IsIn(JOB_STATES)
  state?: string;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: 500 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}
