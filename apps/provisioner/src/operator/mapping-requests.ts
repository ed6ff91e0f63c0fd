import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeMissing } from '@usher/service';
import { IsBoolean, IsObject } from 'class-validator';
import { ProvisionRequest } from './explain-requests.js';
import { OptionalText } from './parameters.js';
import { IsConnection } from './targets-checks.js';

export class PreviewRequest extends ProvisionRequest {
  /** Whose users the site is to get; `*`: those of every connection. */
  @ApiProperty({ example: 'default' })
  @IsConnection()
  connection: string;

  /** What is left out is as in GET /api/targets/default-settings. */
  @ApiPropertyOptional({ type: Object })
  @MayBeMissing()
  @IsObject({ message: 'settings must be an object' })
  settings?: object;

  /** Whether the site is one of a network, where logins are stricter. */
  @ApiPropertyOptional({ default: false })
  @MayBeMissing()
  @IsBoolean()
  multisite?: boolean;
}

export class SourcesQuery {
  /** Whose users are looked at; `*`: those of every connection. */
  @ApiProperty({ example: 'default' })
  @IsConnection()
  connection: string;
}

export class FieldsQuery {
  /** Only what is known of this site. */
  @OptionalText()
  target?: string;
}
