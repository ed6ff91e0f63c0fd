import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeMissing, NoNul } from '@usher/service';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUrl,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { EntryFilter } from '../query/filter.js';
import { type Format, FORMATS } from './formats/formats.js';

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** What the delivery sets itself. */
const OWN_HEADERS = /^(content-type|content-length|host|connection|transfer-encoding|user-agent|webhook-.*)$/i;
const MOST_HEADERS = 20;

/** Blank, control characters and the like can't go into a header. */
function isHeaders(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_HEADERS &&
    entries.every(
      ([name, text]) =>
        HEADER_NAME.test(name) &&
        !OWN_HEADERS.test(name) &&
        typeof text === 'string' &&
        text.length <= 4096 &&
        /^[\t\x20-\x7e]*$/.test(text),
    )
  );
}

const IsHeaders = () =>
  ValidateBy({
    name: 'headers',
    validator: {
      validate: isHeaders,
      defaultMessage: () =>
        'headers must be names and texts of HTTP headers, 20 at most, such as {"Authorization": "Splunk ..."}; those of the delivery itself are not yours to set',
    },
  });

/** Where to begin: `now`, `beginning`, or a position that has arrived already. */
export type Start = 'now' | 'beginning' | number;

const IsStart = () =>
  ValidateBy({
    name: 'start',
    validator: {
      validate: (value) =>
        value === 'now' || value === 'beginning' || (Number.isSafeInteger(value) && (value as number) >= 0),
      defaultMessage: () => 'after must be "now", "beginning" or a position',
    },
  });

const IsReceiver = () =>
  IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'url must be an http or https address without a user name, such as https://siem.example.org/usher' },
  );

const FORMAT_FAULT = `format must be one of ${FORMATS.join(', ')}`;

export class UpdateStreamRequest {
  @ApiPropertyOptional({ example: 'Splunk' })
  @MayBeMissing()
  @IsString()
  @IsNotEmpty({ message: 'name must not be empty' })
  @MaxLength(100, { message: 'name must have at most 100 characters' })
  @NoNul()
  name?: string;

  @ApiPropertyOptional({ example: 'https://siem.example.org/services/collector/raw' })
  @MayBeMissing()
  @IsReceiver()
  @MaxLength(2000)
  url?: string;

  @ApiPropertyOptional({ enum: FORMATS })
  @MayBeMissing()
  @IsIn(FORMATS, { message: FORMAT_FAULT })
  format?: Format;

  @ApiPropertyOptional({ type: EntryFilter, description: 'Only entries that fit are sent' })
  @MayBeMissing()
  @IsObject({ message: 'filter must be an object as the parameters of the search have it; {} is everything' })
  @ValidateNested()
  @Type(() => EntryFilter)
  filter?: EntryFilter;

  @ApiPropertyOptional({ example: { Authorization: 'Splunk 12345678-1234-1234-1234-123456789012' } })
  @MayBeMissing()
  @IsHeaders()
  headers?: Record<string, string>;

  @ApiPropertyOptional()
  @MayBeMissing()
  @IsBoolean({ message: 'paused must be true or false' })
  paused?: boolean;

  @ApiPropertyOptional({ description: '"now", "beginning" or a position: where to go on', example: 'now' })
  @MayBeMissing()
  @IsStart()
  after?: Start;
}

export class CreateStreamRequest extends UpdateStreamRequest {
  @ApiProperty({ example: 'Splunk' })
  @IsString({ message: 'name must be given' })
  @IsNotEmpty({ message: 'name must not be empty' })
  @MaxLength(100, { message: 'name must have at most 100 characters' })
  @NoNul()
  declare name: string;

  @ApiProperty({ example: 'https://siem.example.org/services/collector/raw' })
  @IsReceiver()
  @MaxLength(2000)
  declare url: string;

  @ApiProperty({ enum: FORMATS })
  @IsIn(FORMATS, { message: FORMAT_FAULT })
  declare format: Format;
}
