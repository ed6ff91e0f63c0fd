import { HttpException, type HttpStatus, NotFoundException, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { Outcome } from '../connections/outcome.js';

/** A misspelt field must not pass for one that was left out. */
export const checked = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });

/** An id in an address: what can't be one names nothing, and needn't be asked for (PostgreSQL refuses a NUL, too). */
export const anId: PipeTransform<string, string> = {
  transform(value) {
    if (/^[\w-]{1,64}$/.test(value)) return value;
    throw new NotFoundException('There is nothing with such an id.');
  },
};

const REASONS: Record<number, string> = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' };

/** @throws {HttpException} for what was refused */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { status, message } = outcome;
  throw new HttpException({ statusCode: status, error: REASONS[status], message }, status as HttpStatus);
}

/** @throws {NotFoundException} */
export function found<T>(value: T | null, what: string): T {
  if (value === null) throw new NotFoundException(`There is no ${what}.`);
  return value;
}
