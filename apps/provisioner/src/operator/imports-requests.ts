import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Matches, Min } from 'class-validator';
import { PageAfter, PageLimit } from './parameters.js';

export class AccountsRequest {
  /** `next` of the page before. */
  @PageAfter()
  after: number = 0;

  @PageLimit(200, 50)
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
