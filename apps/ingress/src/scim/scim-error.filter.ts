import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendScimError, toScimError } from './scim-error.js';

/** For what a SCIM controller throws: expected failures are values, so only the unexpected comes here. */
@Catch()
export class ScimErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (!reply.sent) sendScimError(reply, toScimError(error));
  }
}
