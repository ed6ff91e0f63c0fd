import { ConfigurationError } from '@usher/config';
import { redact } from './line-logger.js';

type Environment = Readonly<Record<string, string | undefined>>;

interface Fault {
  name?: string;
  message: string;
  code?: string;
  syscall?: string;
  address?: string;
  hostname?: string;
  port?: number;
  errors?: readonly unknown[];
}

/** What went wrong at start and what to do about it: one line each, without any secret. */
export function describeStartFailure(error: unknown, environment: Environment = process.env): string[] {
  if (error instanceof ConfigurationError) return [...error.faults];
  const fault = firstFault(error);
  const line = portTaken(fault) ?? databaseFault(fault, environment) ?? brokerFault(fault, environment);
  return [redact(line ?? fault.message).replace(/\s*\n\s*/g, ' ')];
}

/** Node tries every address of a host name and reports an AggregateError without a message. */
function firstFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error) };
  const fault = error as Fault;
  return error.message === '' && fault.errors?.[0] !== undefined ? firstFault(fault.errors[0]) : fault;
}

function portTaken({ code, syscall, address, port }: Fault): string | undefined {
  if (syscall !== 'listen') return undefined;
  if (code === 'EADDRINUSE') return `port ${port} on ${address} is taken: set USHER_HTTP_PORT`;
  if (code === 'EACCES') return `port ${port} needs more rights: set USHER_HTTP_PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL') return `${address} is no address of this machine: set USHER_HTTP_HOST`;
  return undefined;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** Codes of PostgreSQL: appendix A of its manual. */
function databaseFault(fault: Fault, environment: Environment): string | undefined {
  const text = environment.DATABASE_URL ?? '';
  if (!URL.canParse(text) || fault.name?.startsWith('KafkaJS')) return undefined;
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  const place = `${url.hostname}:${url.port || '5432'}`;
  switch (fault.code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${place} refuses user ${decodeURIComponent(url.username)}: check user and password in DATABASE_URL`;
    case '3D000':
      return `PostgreSQL at ${place} has no database ${database}: create it or correct DATABASE_URL`;
    case '42501':
      return `PostgreSQL at ${place} denies a right that is needed (${fault.message}): grant it to the user in DATABASE_URL`;
    case '53300':
      return `PostgreSQL at ${place} has no connection left: raise its max_connections`;
    case '57P03':
      return `PostgreSQL at ${place} is still starting: try again`;
  }
  const sameHost = fault.hostname === undefined || fault.hostname === url.hostname;
  const samePort = fault.port === undefined || String(fault.port) === (url.port || '5432');
  if (!UNREACHABLE.has(fault.code ?? '') || !sameHost || !samePort) return undefined;
  return `PostgreSQL can't be reached at ${place} (${fault.code}): start it or correct DATABASE_URL`;
}

function brokerFault(fault: Fault, environment: Environment): string | undefined {
  if (!fault.name?.startsWith('KafkaJS')) return undefined;
  return `Kafka can't be reached at ${environment.KAFKA_BROKERS} (${fault.message}): start it or correct KAFKA_BROKERS`;
}
