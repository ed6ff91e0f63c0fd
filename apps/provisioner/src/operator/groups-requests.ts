import { ApiPropertyOptional } from '@nestjs/swagger';
import { NoNul } from '@usher/service';
import { IsOptional, IsString } from 'class-validator';

export class GroupsQuery {
  /** Only groups of this connection's users. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @NoNul()
  connection?: string;
}
