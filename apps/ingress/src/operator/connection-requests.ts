import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsChosenId, IsName, MayBeMissing } from '@usher/service';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ACCEPTED, type Answer, ANSWER_MODES, MAX_ANSWER_SECONDS } from '../connections/answer.js';
import { PRESET_IDS } from '../connections/preset-guide.js';

const MAX_SCHEMAS = 10;

/** Custom extensions, each a SCIM schema as RFC 7643 section 7 writes it; what is given replaces all there were. */
export class SchemasRequest {
  @ApiPropertyOptional({ type: [Object] })
  @MayBeMissing()
  @IsArray()
  @ArrayMaxSize(MAX_SCHEMAS)
  @IsObject({ each: true })
  user?: object[];

  @ApiPropertyOptional({ type: [Object] })
  @MayBeMissing()
  @IsArray()
  @ArrayMaxSize(MAX_SCHEMAS)
  @IsObject({ each: true })
  group?: object[];
}

export class AnswerRequest {
  /** `accepted`: once the change is stored; `applied`: once the sites have it, or refuse it. */
  @ApiPropertyOptional({ enum: ANSWER_MODES, default: ACCEPTED.mode })
  @MayBeMissing()
  @IsIn(ANSWER_MODES, { message: `mode must be one of ${ANSWER_MODES.join(', ')}` })
  mode?: Answer['mode'];

  /** How long `applied` waits at most. */
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_ANSWER_SECONDS, default: ACCEPTED.timeoutSeconds })
  @MayBeMissing()
  @IsInt()
  @Min(1)
  @Max(MAX_ANSWER_SECONDS)
  timeoutSeconds?: number;
}

class ConnectionSettingsRequest {
  /** Whose habits the identity provider has. */
  @ApiPropertyOptional({ enum: PRESET_IDS, default: 'generic' })
  @MayBeMissing()
  @IsIn(PRESET_IDS, { message: `preset must be one of ${PRESET_IDS.join(', ')}` })
  preset?: string;

  /** Refuse what RFC 7643 and 7644 don't allow, instead of understanding it. */
  @ApiPropertyOptional({ default: false })
  @MayBeMissing()
  @IsBoolean()
  strict?: boolean;

  @ApiPropertyOptional({ type: SchemasRequest })
  @MayBeMissing()
  @IsObject()
  @ValidateNested()
  @Type(() => SchemasRequest)
  schemas?: SchemasRequest;

  /** Requests a second for each token and process; 0: no limit; null: as USHER_SCIM_RATE_LIMIT says. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 100_000 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  rateLimit?: number | null;

  /** What the identity provider's changes of users wait for. */
  @ApiPropertyOptional({ type: AnswerRequest })
  @MayBeMissing()
  @IsObject()
  @ValidateNested()
  @Type(() => AnswerRequest)
  answer?: AnswerRequest;

  /** Pass passwords on to the sites, as hashes; switching it off forgets those that are kept. */
  @ApiPropertyOptional({ default: false })
  @MayBeMissing()
  @IsBoolean()
  passwordSync?: boolean;
}

export class CreateConnectionRequest extends ConnectionSettingsRequest {
  /** Never changes, and is never given again; made of the name when it is left out. */
  @ApiPropertyOptional({ example: 'okta-eu' })
  @MayBeMissing()
  @IsChosenId()
  id?: string;

  @ApiProperty({ example: 'Okta (EU)' })
  @IsName()
  name: string;
}

export class UpdateConnectionRequest extends ConnectionSettingsRequest {
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsName()
  name?: string;

  /** Takes a deletion back; the tokens stay revoked. */
  @ApiPropertyOptional({ enum: [false] })
  @MayBeMissing()
  @IsIn([false], { message: 'archived can only be set to false; DELETE deletes the connection' })
  archived?: false;
}

export class ListConnectionsQuery {
  /** With the deleted ones. */
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false' })
  @IsIn(['true', 'false'])
  archived: string = 'false';
}

export class DeleteConnectionQuery {
  /** `keep`: delete the connection although it has users or groups, which stay as they are. */
  @ApiPropertyOptional({ enum: ['keep'] })
  @MayBeMissing()
  @IsIn(['keep'])
  users?: 'keep';
}
