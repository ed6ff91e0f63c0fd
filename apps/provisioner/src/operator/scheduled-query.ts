import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { OptionalText, PageLimit } from './parameters.js';

/** `<due, RFC 3339>_<id>` */
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/;

export class ScheduledQuery {
  @OptionalText()
  targetId?: string;

  /** `next` of the page before. */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CURSOR, { message: 'after must be the "next" of the page before' })
  after?: string;

  @PageLimit()
  limit: number = 100;
}

export function cursorAfter({ dueAt, id }: { dueAt: Date; id: number }): string {
  return `${dueAt.toISOString()}_${id}`;
}

export function readCursor(cursor: string | undefined): { dueAt: Date; id: number } | undefined {
  const [, dueAt, id] = CURSOR.exec(cursor ?? '') ?? [];
  return dueAt === undefined ? undefined : { dueAt: new Date(dueAt), id: Number(id) };
}
