import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/** Thrown at start: every line says what is wrong with one variable and what to do. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigurationError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration class from environment variables. A field is named as its variable and carries
 * class-validator decorators; a field's initial value is its default. An empty variable counts as unset.
 *
 * @throws {ConfigurationError} with one line for each fault, all at once.
 */
export function loadConfig<T extends object>(type: new () => T, environment: Environment = process.env): T {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const config = plainToInstance(type, given, { enableImplicitConversion: true, exposeDefaultValues: true });
  const errors = validateSync(config, { forbidUnknownValues: false, validationError: { target: false, value: false } });
  if (errors.length > 0) throw new ConfigurationError(errors.map(describe));
  return config;
}

function describe(error: ValidationError): string {
  // Several constraints of one variable may say the same.
  return [...new Set(Object.values(error.constraints ?? {}))].join('; ');
}
