import { Logger } from '@nestjs/common';
import { type ScimError, scimErrorBody } from '@usher/scim';
import type { FastifyReply } from 'fastify';
import { isUnavailable } from '@usher/persistence';
import { isReading } from './reading.js';

export const SCIM_JSON = 'application/scim+json; charset=utf-8';

const logger = new Logger('Scim');

/** The one place that turns a failure into an answer (RFC 7644 section 3.12), of which the audit hears. */
export function sendScimError(reply: FastifyReply, error: ScimError): void {
  const { request } = reply;
  request.scimError = error;
  if (request.scimCaller) reply.server.scimRefusals?.rejected(request, error, request.scimCaller, isReading(request));
  if (error.status === 503) void reply.header('retry-after', '2');
  void reply
    .code(error.status)
    .header('content-type', SCIM_JSON)
    .send(JSON.stringify(scimErrorBody(error)));
}

interface HttpFault {
  code?: unknown;
  statusCode?: unknown;
  message?: unknown;
}

/** What was thrown: by Fastify while it read the request, or by a bug or a missing database. */
export function toScimError(error: unknown): ScimError {
  const { code, statusCode, message } = (typeof error === 'object' && error !== null ? error : {}) as HttpFault;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { status: 413, detail: 'The request body is larger than 1 MiB, or 4 MiB for groups and bulks' };
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return { status: 415, detail: 'Send the body as application/scim+json or application/json' };
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    const detail = typeof message === 'string' ? message : 'The request cannot be read';
    return statusCode === 400
      ? { status: 400, scimType: 'invalidSyntax', detail: `The request body is not valid JSON: ${detail}` }
      : { status: statusCode, detail };
  }
  if (isUnavailable(error)) {
    logger.warn(`the database cannot be reached: ${String(message)}`);
    return { status: 503, detail: 'The service cannot reach its database; try again later' };
  }
  logger.error(error);
  return { status: 500, detail: 'The request failed because of a fault of the service; its log tells more' };
}
