import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsName, MayBeMissing } from '@usher/service';
import { ArrayMaxSize, IsArray, IsIn, IsISO8601, IsOptional, IsRFC3339 } from 'class-validator';
import { TOKEN_SCOPES, type TokenScope } from '../connections/entities.js';
import { AreNetworks } from './checks.js';

const TIME = { message: 'expires must be a time by RFC 3339: 2027-11-24T13:00:00Z' };

class TokenSettingsRequest {
  /** From where it may be used: addresses or networks by CIDR; an empty list: from anywhere. */
  @ApiPropertyOptional({ type: [String], example: ['203.0.113.0/24'] })
  @MayBeMissing()
  @IsArray()
  @ArrayMaxSize(100)
  @AreNetworks()
  networks?: string[];

  /** RFC 3339; null: never. */
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @IsRFC3339(TIME)
  @IsISO8601({ strict: true }, TIME)
  expires?: string | null;
}

export class CreateTokenRequest extends TokenSettingsRequest {
  /** Who holds it: the actor in the audit. */
  @ApiProperty({ example: 'Okta production' })
  @IsName()
  name: string;

  /** `read`: GET, HEAD and searches only. */
  @ApiPropertyOptional({ enum: TOKEN_SCOPES, default: 'write' })
  @IsIn(TOKEN_SCOPES, { message: `scope must be ${TOKEN_SCOPES.join(' or ')}` })
  scope: TokenScope = 'write';
}

export class UpdateTokenRequest extends TokenSettingsRequest {
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsName()
  name?: string;
}
