import {
  type CanActivate,
  type ExecutionContext,
  HttpException,
  HttpStatus,
  Injectable,
  Optional,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { OperatorRole } from '@usher/config';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operator } from './operator.js';
import { OperatorRefusals } from './operator-refusals.js';
import { type Admission, OperatorSignIn } from './operator-sign-in.js';
import { neededRole, suffices } from './requires.js';

const ERRORS = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' };

/**
 * Lets a request to an operators' API pass with `Authorization: Bearer <token>` of somebody whose role suffices, and says
 * who it is as `request.operator`. The audit hears of the others.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    private readonly signIn: OperatorSignIn,
    private readonly reflector: Reflector,
    @Optional() private readonly refusals?: OperatorRefusals,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const needed = neededRole(this.reflector, context);
    const admission = await this.signIn.admit(request.headers.authorization);
    if (!admission.ok) throw this.refuse(request, reply, admission, needed);
    const { operator } = admission;
    if (!suffices(operator.role, needed)) throw this.forbid(request, reply, operator, needed);
    request.operator = operator;
    return true;
  }

  private refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: Exclude<Admission, { ok: true }>,
    needed: OperatorRole,
  ): HttpException {
    const { code, message } = refusal;
    if (code === 'unavailable') return problem(503, { message });
    this.refusals?.refused(request, code, refusal.person);
    if (code === 'no_role') return problem(403, { message, code, role: null, needed });
    // RFC 6750 section 3: no error is named when there was no token.
    void reply.header('www-authenticate', code === 'no_token' ? 'Bearer' : 'Bearer error="invalid_token"');
    return problem(401, { message, code });
  }

  private forbid(
    request: FastifyRequest,
    reply: FastifyReply,
    operator: Operator,
    needed: OperatorRole,
  ): HttpException {
    const { role } = operator;
    this.refusals?.refused(request, 'role_too_low', operator, `${role}, needed is ${needed}`);
    void reply.header('www-authenticate', 'Bearer error="insufficient_scope"');
    const message = `This needs the role ${needed}; you are ${role}.`;
    return problem(403, { message, code: 'role_too_low', role, needed });
  }
}

function problem(statusCode: keyof typeof ERRORS, body: { message: string } & Record<string, unknown>): HttpException {
  return new HttpException({ statusCode, error: ERRORS[statusCode], ...body }, statusCode satisfies HttpStatus);
}
