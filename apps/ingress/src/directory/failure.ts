import type { ScimError, ScimType } from '@usher/scim';

/** An expected failure as a value. */
export function failure(
  status: number,
  scimType: ScimType | undefined,
  detail: string,
): { ok: false; error: ScimError } {
  return { ok: false, error: { status, scimType, detail } };
}

export const notFound = (id: string, kind: 'user' | 'group' = 'user') =>
  failure(404, undefined, `There is no ${kind} with the id "${id}"`);
