import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsIn, IsString, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import { NoNul } from '@usher/service';
import { type AuditEntry, ENTRY_KINDS, ENTRY_STATUSES, type EntryStatus } from '../record/entry.js';
import { plainAddress } from '../record/from-event.js';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Names of one list; more is no question of a person. */
const MOST_NAMES = 50;

/** As `connection`: the acts that concern none. */
export const NO_CONNECTION = '-';

/** An empty parameter counts as not given; `null` in JSON is refused, since it may be meant to find what has no value. */
export const parameter = (read: (text: string) => unknown, ...checks: PropertyDecorator[]) =>
  applyDecorators(
    ValidateIf((_object, value) => value !== undefined),
    Transform(({ value }: { value: unknown }) => {
      if (value === '') return undefined;
      return typeof value === 'string' ? read(value) : value;
    }),
    ...checks,
  );

export const textParameter = (description: string, longest = 512) =>
  parameter(
    (value) => value,
    IsString({ message: '$property must be given once' }),
    NoNul(),
    MaxLength(longest, { message: '$property must have at most $constraint1 characters' }),
    ApiPropertyOptional({ description, type: String, maxLength: longest }),
  );

export const timeParameter = (description: string) => {
  const message = '$property must be a time by RFC 3339, e.g. 2026-11-24T13:00:00Z';
  return parameter(
    (value) => readTime(value) ?? value,
    IsDate({ message }),
    ApiPropertyOptional({ description, type: String, format: 'date-time' }),
  );
};

/** `a,b`, or a list of texts where the filter comes as JSON. */
const list = (description: string, ...checks: PropertyDecorator[]) =>
  parameter(
    (value) => value.split(',').map((word) => word.trim()),
    ...checks,
    ApiPropertyOptional({ description, type: String }),
  );

const words = (known?: readonly string[]) =>
  known === undefined
    ? ValidateBy({
        name: 'words',
        validator: { validate: isWords, defaultMessage: () => '$property must be one word, or several by comma' },
      })
    : IsIn(known, { each: true, message: `$property must be of ${known.join(', ')}` });

/** What entries are asked for, in a query string or as JSON; all that is given must hold. */
export class EntryFilter {
  @textParameter('User name, whatever the case of its letters; `jens*` finds all that begin so.')
  userName?: string;

  @textParameter(
    'Primary e-mail address as it was then, whatever the case of its letters; `jens*` finds all that begin so.',
  )
  email?: string;

  @textParameter('Login of the WordPress account, whatever the case of its letters; `jens*` finds all that begin so.')
  login?: string;

  @list(
    'create, adopt, update, deactivate, reactivate, remove_roles, delete, resync, none, group.create and the like, or ' +
      'the word of an operation; several by comma.',
    words(),
  )
  action?: string[];

  @list(`${ENTRY_STATUSES.join(', ')}; several by comma.`, words(ENTRY_STATUSES))
  status?: EntryStatus[];

  @list(`${ENTRY_KINDS.join(', ')}; several by comma.`, words(ENTRY_KINDS))
  kind?: AuditEntry['kind'][];

  @parameter(
    (value) => value,
    ValidateBy({
      name: 'address',
      validator: { validate: isNetwork, defaultMessage: () => 'sourceIp must be an IPv4 or IPv6 address or a network' },
    }),
    ApiPropertyOptional({ description: 'Address, or network by CIDR (10.0.0.0/8), of who asked.', type: String }),
  )
  sourceIp?: string;

  @textParameter('Name or id of the target.')
  target?: string;

  @textParameter('Who asked, whatever the case of the letters.')
  actor?: string;

  @textParameter(`Id of the connection; \`${NO_CONNECTION}\` for acts that concern none.`)
  connection?: string;

  @textParameter('SCIM id of the user or group.')
  resourceId?: string;

  @textParameter('Machine-readable reason, e.g. login_taken.', 128)
  code?: string;

  @textParameter('W3C trace id: a request and all that came of it.', 64)
  traceId?: string;

  @textParameter('Part of the user name, e-mail address, login, external id, actor, target, reason or detail.', 256)
  q?: string;

  @timeParameter('At this time or later (RFC 3339).')
  from?: Date;

  @timeParameter('Before this time (RFC 3339).')
  to?: Date;
}

/** Puts a value among a statement's and answers what stands for it in the text: `$1`. */
export type Bind = (value: unknown) => string;

/** Conditions on the columns of `audit.entries`, to be joined by AND. */
export function conditionsOf(filter: EntryFilter, bind: Bind): string[] {
  return [...facetConditions(filter, bind), ...otherConditions(filter, bind)];
}

/** Of the columns that have few values. */
export function facetConditions(
  { action, status, kind, target, actor, connection }: EntryFilter,
  bind: Bind,
): string[] {
  const conditions: string[] = [];
  const anyOf = (column: string, names: readonly string[]) =>
    conditions.push(`${column} = ANY (${bind(names)}::text[])`);
  if (action !== undefined) anyOf('action', action);
  if (status !== undefined) anyOf('status', status);
  if (kind !== undefined) anyOf('kind', kind);
  if (target !== undefined) {
    const name = bind(target);
    conditions.push(`(target = ${name} OR target_id = ${name})`);
  }
  if (actor !== undefined) conditions.push(`lower(actor) = lower(${bind(actor)})`);
  if (connection === NO_CONNECTION) conditions.push('connection IS NULL');
  else if (connection !== undefined) conditions.push(`connection = ${bind(connection)}`);
  return conditions;
}

export function otherConditions(filter: EntryFilter, bind: Bind): string[] {
  const { userName, email, login, sourceIp, resourceId, code, traceId, q, from, to } = filter;
  const conditions: string[] = [];
  if (userName !== undefined) conditions.push(nameCondition('user_name', userName, bind));
  if (email !== undefined) conditions.push(nameCondition('email', email, bind));
  if (login !== undefined) conditions.push(nameCondition('login', login, bind));
  if (sourceIp !== undefined) conditions.push(addressCondition(sourceIp, bind));
  if (resourceId !== undefined) conditions.push(`resource_id = ${bind(resourceId)}`);
  if (code !== undefined) conditions.push(`code = ${bind(code)}`);
  if (traceId !== undefined) conditions.push(`trace_id = ${bind(traceId)}`);
  if (q !== undefined) conditions.push(...textConditions(q, bind));
  if (from !== undefined) conditions.push(`occurred_at >= ${bind(from)}`);
  if (to !== undefined) conditions.push(`occurred_at < ${bind(to)}`);
  return conditions;
}

/** As the index has it: by code points, so that it serves equality, a beginning and the order alike. */
export const lowered = (column: string): string => `lower(${column}) COLLATE "C"`;

function nameCondition(column: string, name: string, bind: Bind): string {
  if (!name.endsWith('*')) return `${lowered(column)} = lower(${bind(name)})`;
  return `${lowered(column)} LIKE lower(${bind(`${escapeLike(name.slice(0, -1))}%`)})`;
}

/**
 * Everybody's e-mail address ends alike: the index is asked for what stands before the `@` alone, which costs it a sixth
 * of the work. The blank text keeps the rest from it.
 */
function textConditions(q: string, bind: Bind): string[] {
  const like = (text: string): string => `LIKE lower(${bind(`%${escapeLike(text)}%`)})`;
  const name = /^[^@\s]{3,}@(?=[^@\s])/.exec(q)?.[0];
  return name === undefined ? [`search ${like(q)}`] : [`search ${like(name)}`, `(search || '') ${like(q)}`];
}

function addressCondition(text: string, bind: Bind): string {
  if (!text.includes('/')) return `source_ip = ${bind(plainAddress(text))}::inet`;
  return `source_ip <<= network(${bind(text)}::inet)`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function readTime(value: string): Date | undefined {
  // A `+` that wasn't escaped arrives as a blank.
  const text = value.replace(/ (?=\d\d:\d\d$)/, '+');
  // `Date` takes the 31st of a shorter month for the first of the next.
  const dayExists = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  return RFC3339.test(text) && dayExists ? new Date(text) : undefined;
}

function isWords(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MOST_NAMES) return false;
  return value.every((word) => typeof word === 'string' && /^[\w.-]{1,64}$/.test(word));
}

function isNetwork(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', bits, more] = value.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
