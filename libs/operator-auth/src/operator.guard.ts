import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  Optional,
  type Provider,
  UnauthorizedException,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OperatorRefusals } from './operator-refusals.js';

/** Injection token of the operator's bearer token (plain text, from USHER_OPERATOR_TOKEN). */
export const OPERATOR_TOKEN = Symbol('operator token');

/** What a module needs whose controllers use the {@link OperatorGuard}; beside it the EventLogModule. */
export function operatorAuth(token: string): Provider[] {
  return [{ provide: OPERATOR_TOKEN, useValue: token }, OperatorRefusals];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets a request to an operator API pass only with `Authorization: Bearer <operator token>`; the audit hears of others. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(
    @Inject(OPERATOR_TOKEN) token: string,
    @Optional() private readonly refusals?: OperatorRefusals,
  ) {
    this.expected = digest(token);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), this.expected)) return true;
    this.refusals?.refused(request, given === undefined ? 'no_token' : 'invalid_token');
    throw new UnauthorizedException('Send the operator token: Authorization: Bearer <token>');
  }
}
