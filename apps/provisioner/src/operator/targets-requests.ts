import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsChosenId, IsName, MayBeMissing } from '@usher/service';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, Min } from 'class-validator';
import { IsApplicationPassword, IsConnection, IsLogin, IsSiteAddress } from './targets-checks.js';
import { PageLimit } from './parameters.js';

class SiteRequest {
  @ApiProperty({ example: 'https://www.example.org' })
  @IsSiteAddress()
  siteUrl: string;

  /** Of the user with the role "Usher provisioning". */
  @ApiProperty({ example: 'usher' })
  @IsLogin()
  username: string;

  /** Kept sealed, never shown. */
  @ApiProperty({ writeOnly: true })
  @IsApplicationPassword()
  applicationPassword: string;
}

export class CheckTargetRequest extends SiteRequest {
  /** Default: those of a new site. */
  @ApiPropertyOptional({ type: Object })
  @MayBeMissing()
  @IsObject()
  settings?: object;
}

export class CreateTargetRequest extends SiteRequest {
  /** Never changes, and is never given again; made of the name when it is left out. */
  @ApiPropertyOptional({ example: 'blog-eu' })
  @MayBeMissing()
  @IsChosenId()
  id?: string;

  @ApiProperty({ example: 'Blog (EU)' })
  @IsName()
  name: string;

  /** Whose users the site gets; `*`: those of every connection. */
  @ApiProperty({ example: 'default' })
  @IsConnection()
  connection: string;

  /** What is left out is as in GET /api/targets/default-settings. */
  @ApiPropertyOptional({ type: Object })
  @MayBeMissing()
  @IsObject()
  settings?: object;

  /** Nothing is done in the site until it is resumed: to look first. */
  @ApiPropertyOptional({ default: false })
  @MayBeMissing()
  @IsBoolean()
  paused?: boolean;
}

class Versioned {
  /** The version that you changed; 409 when there is a newer one. The header If-Match says the same. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsInt({ message: 'version must be the number of the version that you changed' })
  @Min(1)
  version?: number;
}

export class UpdateTargetRequest extends Versioned {
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsName()
  name?: string;

  @ApiPropertyOptional()
  @MayBeMissing()
  @IsConnection()
  connection?: string;

  /** With a new applicationPassword only. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsSiteAddress()
  siteUrl?: string;

  /** With a new applicationPassword only. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsLogin()
  username?: string;

  @ApiPropertyOptional({ writeOnly: true })
  @MayBeMissing()
  @IsApplicationPassword()
  applicationPassword?: string;
}

export class SettingsRequest extends Versioned {
  /** All of them: what is left out is as in GET /api/targets/default-settings. */
  @ApiProperty({ type: Object })
  @IsObject({ message: 'settings must be an object' })
  settings: object;
}

export class SettingsQuery {
  /** Only say whether they could be saved, and what would change. */
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false' })
  @IsIn(['true', 'false'])
  dryRun: string = 'false';
}

export class VersionsQuery {
  /** `next` of the page before. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  before?: number;

  @PageLimit(200, 50)
  limit: number = 50;
}
