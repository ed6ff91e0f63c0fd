import { t } from '../texts/en.js';

/** An answer that isn't 2xx, or no answer at all (status 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param status of HTTP; 0: Usher could not be reached
   * @param message the server's own words where it gave any
   * @param field the parameter or path that is wrong, where the server named it
   * @param body the whole answer, for those who know what else is in it
   */
  constructor(
    readonly status: number,
    message: string,
    readonly field: string | undefined = undefined,
    readonly body: unknown = undefined,
  ) {
    super(message);
  }
}

/** The error that an answer stands for. */
export function errorOf(status: number, body: unknown): ApiError {
  const { message, detail, parameter, path, property } = (typeof body === 'object' && body ? body : {}) as Record<
    string,
    unknown
  >;
  const field = [parameter, path, property].find((name): name is string => typeof name === 'string');
  return new ApiError(status, words(message) ?? words(detail) ?? ownWords(status), field, body);
}

/** class-validator answers with a list of sentences. */
function words(message: unknown): string | undefined {
  if (Array.isArray(message)) return message.map(String).join('. ');
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function ownWords(status: number): string {
  if (status === 403) return t.common.failed.forbidden;
  if (status === 404) return t.common.failed.notFound;
  return t.common.failed.status(status);
}

/** What to tell a person of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error && error.message !== '' ? error.message : t.common.failed.unexpected;
}

/** The route is not there: this Usher is older than the console, or a part of it is switched off. */
export function isMissingRoute(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 404) return false;
  return /^Cannot (GET|POST|PUT|PATCH|DELETE) /.test(error.message);
}
