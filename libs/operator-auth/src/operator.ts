import type { OperatorRole } from '@usher/config';
import type { FastifyRequest } from 'fastify';

/** Who asks an operators' API. */
export interface Operator {
  /** What the audit calls them: an e-mail address, else another name with the subject; `operator` is the token's. */
  actor: string;
  role: OperatorRole;
  /** `operator` for the operator token, `oidc:<sub>` for a person: stays the same when the name changes. */
  subject: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the OperatorGuard. */
    operator?: Operator;
  }
}

/** Who has the operator token; all of them are one. */
export const TOKEN_OPERATOR: Operator = { actor: 'operator', role: 'administrator', subject: 'operator' };

/** @throws on a route that has no OperatorGuard */
export function operatorOf(request: FastifyRequest): Operator {
  if (request.operator === undefined) throw new Error(`${request.routeOptions.url} has no OperatorGuard`);
  return request.operator;
}
