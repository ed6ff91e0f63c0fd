import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsString } from 'class-validator';
import { OptionalText } from './parameters.js';

/** Each narrows the choice; none of them: all open dead letters. */
export class ReplayRequest {
  @OptionalText()
  targetId?: string;

  @ApiPropertyOptional({ example: 'email_taken' })
  @IsOptional()
  @IsString()
  @NoNul()
  code?: string;

  /** From this moment on. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'from must be a time: 2026-01-31T00:00:00Z' })
  from?: Date;

  /** Before this moment. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'to must be a time: 2026-01-31T00:00:00Z' })
  to?: Date;
}
