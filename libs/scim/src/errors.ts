/** The error keywords of RFC 7644 section 3.12, table 9, and of RFC 9865 section 2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** An expected failure, as a value: the HTTP status, the keyword where one fits, and words for the IdP's administrator. */
export interface ScimError {
  status: number;
  scimType?: ScimType;
  detail: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ScimError };

export type Failure = Extract<Result<never>, { ok: false }>;

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** Body of an error response (RFC 7644 section 3.12): the status is a string there. */
export interface ScimErrorBody {
  schemas: [typeof ERROR_SCHEMA];
  status: string;
  scimType?: ScimType;
  detail: string;
}

export function scimErrorBody(error: ScimError): ScimErrorBody {
  const { status, scimType, detail } = error;
  return { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail };
}

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function fail(status: number, scimType: ScimType | undefined, detail: string): { ok: false; error: ScimError } {
  return { ok: false, error: { status, scimType, detail } };
}

/** The commonest failure: 400 with a keyword. */
export function bad(scimType: ScimType, detail: string): { ok: false; error: ScimError } {
  return fail(400, scimType, detail);
}
