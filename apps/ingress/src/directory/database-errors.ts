import { isUnavailable } from '@usher/persistence';

interface Fault {
  code?: unknown;
  constraint?: unknown;
  message?: unknown;
}

const faultOf = (error: unknown): Fault => (typeof error === 'object' && error !== null ? error : {});

/** Five characters: the database itself refused (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
function sqlState(error: unknown): string | null {
  const { code } = faultOf(error);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** The statement was refused for what it contained, or lost a deadlock: nothing of it happened, the session goes on. */
export function wasRolledBack(error: unknown): boolean {
  return /^(2[0-9]|40)/.test(sqlState(error) ?? '');
}

/** The statement took longer than its session allows. */
export function isCancelled(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/** Two statements waited for each other; the one that gets this may simply be repeated. */
export function isDeadlock(error: unknown): boolean {
  return /^40(P01|001)$/.test(sqlState(error) ?? '');
}

/** Name of the unique constraint that was violated. */
export function violatedConstraint(error: unknown): string | null {
  const { constraint } = faultOf(error);
  return sqlState(error) === '23505' && typeof constraint === 'string' ? constraint : null;
}

/** The database refused or can't be reached, whatever was asked of it: not for the values that it was given. */
export function isDatabaseFault(error: unknown): boolean {
  return isUnavailable(error) || !/^22/.test(sqlState(error) ?? '22');
}
