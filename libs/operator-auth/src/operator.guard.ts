import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable, UnauthorizedException } from '@nestjs/common';

/** Injection token of the operator's bearer token (plain text, from USHER_OPERATOR_TOKEN). */
export const OPERATOR_TOKEN = Symbol('operator token');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets a request to an operator API pass only with `Authorization: Bearer <operator token>`. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(OPERATOR_TOKEN) token: string) {
    this.expected = digest(token);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), this.expected)) return true;
    throw new UnauthorizedException('Send the operator token: Authorization: Bearer <token>');
  }
}
