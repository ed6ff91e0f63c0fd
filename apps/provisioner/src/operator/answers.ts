import { HttpException, type HttpStatus, NotFoundException, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { Answer } from '../jobs/acts.js';

/** A misspelt field must not pass for one that was left out. */
export const checked = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  503: 'Service Unavailable',
};

/** @throws {HttpException} for what was refused */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const { status, message } = answer;
  throw new HttpException({ statusCode: status, error: REASONS[status], message }, status as HttpStatus);
}

/** @throws {NotFoundException} */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new NotFoundException(`There is no ${what}.`);
  return value;
}

/** @throws {NotFoundException} */
export function targetOf<T>(targets: { find(id: string): T | undefined }, id: string): T {
  return found(targets.find(id), `target "${id}"`);
}

/** A number in an address that names something. */
export const anId: PipeTransform<string, number> = {
  transform(value) {
    if (/^\d{1,15}$/.test(value)) return Number(value);
    throw new NotFoundException('There is nothing with such an id.');
  },
};

/** PostgreSQL refuses a NUL. */
export const aScimId: PipeTransform<string, string> = {
  transform(value) {
    if (/^[\w.:-]{1,200}$/.test(value)) return value;
    throw new NotFoundException('There is nothing with such an id.');
  },
};
