import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, MaxLength } from 'class-validator';
import { OptionalText, Time } from './parameters.js';

/** One user, by either. */
export class ProvisionRequest {
  @OptionalText()
  @MaxLength(1_000)
  scimId?: string;

  /** Without regard to case. */
  @OptionalText()
  @MaxLength(1_000)
  userName?: string;
}

export class ExplainRequest extends ProvisionRequest {
  /** Instead of the target's own; what is left out is as by default. */
  @ApiPropertyOptional({ type: Object })
  @IsOptional()
  @IsObject()
  settings?: object;
}

export class ExplainAllRequest {
  /** Instead of the target's own; what is left out is as by default. */
  @ApiPropertyOptional({ type: Object })
  @IsOptional()
  @IsObject()
  settings?: object;
}

export class RehearseRequest {
  /** Events from this moment on. RFC 3339. */
  @Time()
  from: Date;

  /** Events before this moment; default: now. */
  @ApiPropertyOptional()
  @IsOptional()
  @Time()
  to?: Date;

  /** The candidate; what is left out is as by default. */
  @IsObject()
  settings: object;
}
