import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';

export class AccountsRequest {
  /** `next` of the page before. */
  @ApiPropertyOptional({ default: 0 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  after: number = 0;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `false`: only accounts that are nobody's. */
  @ApiPropertyOptional({ enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  linked?: 'true' | 'false';
}

export class ImportRequest {
  /** WordPress ids. */
  @ApiPropertyOptional({ type: [Number] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @IsInt({ each: true })
  @Min(1, { each: true })
  accounts?: number[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  all?: boolean;

  /** Into whose directory; needed only where several connections feed the site. */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { message: 'connection must be the id of a connection' })
  connection?: string;
}
