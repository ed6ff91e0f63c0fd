import type { LoggerService } from '@nestjs/common';

/** Nest's own start-up chatter, and the start failure that `runService` reports in its own words. */
const SILENT = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
  'ExceptionHandler',
]);

/** Blots out what must never reach a log: bearer tokens, basic credentials, passwords in addresses. */
export function redact(text: string): string {
  return text.replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***').replace(/(\w:\/\/[^:/?#\s]*:)[^@/\s]+@/g, '$1***@');
}

/** One line for each entry: `2026-11-24T13:00:00.000Z warn Relay: text`; a stack goes onto the same line. */
export class LineLogger implements LoggerService {
  constructor(private readonly write: (line: string) => void = (line) => void process.stderr.write(line)) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.line('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.line('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.line('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.line('fatal', message, rest);
  }

  private line(level: string, message: unknown, rest: readonly unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? String(rest.at(-1)) : 'Usher';
    if (SILENT.has(context)) return;
    const details = rest.slice(0, -1).filter((detail) => detail !== undefined);
    const text = [message, ...details].map(plain).join(' ');
    this.write(`${new Date().toISOString()} ${level} ${context}: ${redact(text.replace(/\s*\n\s*/g, ' | '))}\n`);
  }
}

function plain(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
