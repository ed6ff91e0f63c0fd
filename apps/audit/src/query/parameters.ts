import { BadRequestException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** An unknown parameter is refused: an auditor who mistypes a filter must not get everything for an answer. */
export const parameters = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: refuse,
});

function refuse(errors: ValidationError[]): BadRequestException {
  const { path, error } = innermost(errors[0]);
  const constraints = error?.constraints ?? {};
  const message =
    'whitelistValidation' in constraints
      ? `${path} is no parameter of this request`
      : (Object.values(constraints)[0] ?? `${path} is not valid`);
  return badParameter(path, message);
}

/** 400, naming the parameter to correct. */
export function badParameter(parameter: string, message: string): BadRequestException {
  return new BadRequestException({ statusCode: 400, error: 'Bad Request', parameter, message });
}

/** Of a filter within a body the field, as `filter.sourceIp`. */
function innermost(error: ValidationError | undefined): { path: string; error: ValidationError | undefined } {
  const inner = error?.children?.[0];
  if (error === undefined || inner === undefined) return { path: error?.property ?? '', error };
  const below = innermost(inner);
  return { path: `${error.property}.${below.path}`, error: below.error };
}
