interface Fault {
  code?: unknown;
  message?: unknown;
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);
const CUT_OFF =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Client has encountered a connection error/i;

/** Of an error that pg or TypeORM throws: the database can't be reached or is going down, asking again may well work. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Fault;
  // Five characters: the database itself refused (https://www.postgresql.org/docs/current/errcodes-appendix.html).
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return /^(08|53|57P0|25006)/.test(code);
  if (typeof code === 'string' && NETWORK.has(code)) return true;
  return typeof message === 'string' && CUT_OFF.test(message);
}
