import { type ArgumentsHost, Catch, Logger, ServiceUnavailableException } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { isUnavailable } from '@usher/persistence';
import type { FastifyReply } from 'fastify';

/** Seconds. */
const RETRY_AFTER = '2';

/** Answers what fails because the database is away: that is no fault of the request, nor of the service. */
@Catch()
export class UnavailableFilter extends BaseExceptionFilter {
  private readonly logger = new Logger('Http');

  override catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http' || !isUnavailable(error)) return super.catch(error, host);
    this.logger.warn(`the database cannot be reached: ${(error as Error).message}`);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (!reply.sent) void reply.header('retry-after', RETRY_AFTER);
    super.catch(new ServiceUnavailableException('The service cannot reach its database; try again later'), host);
  }
}
