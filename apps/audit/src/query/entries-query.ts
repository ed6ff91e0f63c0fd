import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { NoNul } from '@usher/service';
import { ENTRY_STATUSES } from '../record/entry.js';
import { decodeCursor, type Position } from './cursor.js';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const DEFAULT_LIMIT = 50;
const LIMIT = { message: 'limit must be a whole number from 1 to 200' };

/** An empty parameter counts as not given. */
const given = (read: (text: string) => unknown): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (value === '') return undefined;
    return typeof value === 'string' ? read(value) : value;
  });

const parameter = (read: (text: string) => unknown, ...checks: PropertyDecorator[]) =>
  applyDecorators(IsOptional(), given(read), ...checks);

const text = (longest = 512) =>
  parameter(
    (value) => value,
    IsString({ message: '$property must be given once' }),
    NoNul(),
    MaxLength(longest, { message: '$property must have at most $constraint1 characters' }),
  );

const time = () => {
  const message = '$property must be a time by RFC 3339, e.g. 2026-11-24T13:00:00Z';
  return parameter((value) => readTime(value) ?? value, IsDate({ message }));
};

/** The parameters of `GET /api/audit/entries`; all that are given must hold. */
export class EntriesQuery {
  /** User name, whatever the case of its letters. */
  @text()
  userName?: string;

  /** create, adopt, update, deactivate, reactivate, remove_roles, delete, resync, none, group.create, or the word of an operation. */
  @text(64)
  action?: string;

  @parameter((value) => value, IsIn(ENTRY_STATUSES, { message: `status must be one of ${ENTRY_STATUSES.join(', ')}` }))
  status?: string;

  /** Address, or network by CIDR (10.0.0.0/8), of who asked. */
  @parameter(
    (value) => value,
    ValidateBy({
      name: 'address',
      validator: { validate: isNetwork, defaultMessage: () => 'sourceIp must be an IPv4 or IPv6 address or a network' },
    }),
  )
  sourceIp?: string;

  /** Name or id of the target. */
  @text()
  target?: string;

  /** SCIM id of the user or group. */
  @text()
  resourceId?: string;

  /** Part of the user name, external id, actor, target, reason or detail, whatever the case of its letters. */
  @text(256)
  q?: string;

  /** At this time or later (RFC 3339). */
  @time()
  from?: Date;

  /** Before this time (RFC 3339). */
  @time()
  to?: Date;

  /** Entries of one answer, 1 to 200. */
  @Transform(({ value }: { value: unknown }) => readLimit(value))
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(200, LIMIT)
  limit: number = DEFAULT_LIMIT;

  /** nextCursor of the answer before. */
  @parameter(
    (value) => decodeCursor(value) ?? value,
    ValidateBy({
      name: 'cursor',
      validator: {
        validate: (value: unknown) => typeof value === 'object' && !Array.isArray(value),
        defaultMessage: () => 'cursor must be the nextCursor of an earlier answer',
      },
    }),
  )
  cursor?: Position;
}

function readLimit(value: unknown): unknown {
  if (value === '') return DEFAULT_LIMIT;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function readTime(value: string): Date | undefined {
  // A `+` that wasn't escaped arrives as a blank.
  const text = value.replace(/ (?=\d\d:\d\d$)/, '+');
  // `Date` takes the 31st of a shorter month for the first of the next.
  const dayExists = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  return RFC3339.test(text) && dayExists ? new Date(text) : undefined;
}

function isNetwork(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', bits, more] = value.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
