import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeMissing, NoNul } from '@usher/service';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { USER_SORTS, type UserSort } from '../directory/people/people-statements.js';

const DEFAULT_LIMIT = 50;
const LIMIT = { message: 'limit must be a whole number from 1 to 200' };
const TRUTH = ['true', 'false'];

class PageQuery {
  /** Rows of one answer, 1 to 200. */
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: DEFAULT_LIMIT })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value !== '' ? Number(value) : value))
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(200, LIMIT)
  limit: number = DEFAULT_LIMIT;

  /** `nextCursor` of the page before. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsString({ message: 'cursor must be given once' })
  @MaxLength(2_000)
  cursor?: string;
}

class DirectoryQuery extends PageQuery {
  /** Id of a connection; all of them when it is left out. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsString({ message: 'connection must be given once' })
  @Matches(/^[\w-]{1,64}$/, { message: 'connection must be the id of a connection' })
  connection?: string;

  /** A part of what it is found by, whatever the case of its letters. */
  @ApiPropertyOptional()
  @MayBeMissing()
  @IsString({ message: 'q must be given once' })
  @NoNul()
  @MaxLength(200)
  q?: string;
}

/** Users are found by user name, names, e-mail addresses and externalId. */
export class UsersQueryRequest extends DirectoryQuery {
  @ApiPropertyOptional({ enum: TRUTH })
  @MayBeMissing()
  @IsIn(TRUTH)
  active?: string;

  /** `true`: who was deleted in the last 30 days, instead of who is there. */
  @ApiPropertyOptional({ enum: TRUTH, default: 'false' })
  @IsIn(TRUTH)
  deleted: string = 'false';

  @ApiPropertyOptional({ enum: USER_SORTS, default: 'userName' })
  @IsIn(USER_SORTS, { message: `sort must be one of ${USER_SORTS.join(', ')}` })
  sort: UserSort = 'userName';

  @ApiPropertyOptional({ enum: ['asc', 'desc'], default: 'asc' })
  @IsIn(['asc', 'desc'])
  order: string = 'asc';
}

/** Groups are found by displayName and externalId. */
export class GroupsQueryRequest extends DirectoryQuery {}

export class MembersQueryRequest extends PageQuery {}
