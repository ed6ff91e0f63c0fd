import { All, Controller, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SCIM_PATH } from './scim-routes.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** The methods of each path there is, for 405 (RFC 9110 section 15.5.6). */
const METHODS: readonly [path: RegExp, allow: string][] = [
  [/^\/(Users|Groups)$/, 'GET, HEAD, POST'],
  [/^(\/Users|\/Groups)?\/\.search$/, 'POST'],
  [/^\/(Users|Groups)\/[^/]+$/, 'GET, HEAD, PUT, PATCH, DELETE'],
  [/^\/Bulk$/, 'POST'],
  [/^\/(ServiceProviderConfig|ResourceTypes|Schemas)$/, 'GET, HEAD'],
  [/^\/(ResourceTypes|Schemas)\/[^/]+$/, 'GET, HEAD'],
];

/** Whatever no other SCIM route takes. */
@Controller('scim/v2')
@UseFilters(ScimErrorFilter)
export class FallbackController {
  @All(['/', '*'])
  refuse(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const path = request.url.replace(/\?.*$/s, '').slice(SCIM_PATH.length).replace(/\/$/, '');
    const [, allow] = METHODS.find(([pattern]) => pattern.test(path)) ?? [];
    if (allow !== undefined) {
      void reply.header('allow', allow);
      return sendScimError(reply, { status: 405, detail: `${request.method} is not possible here, only ${allow}` });
    }
    // RFC 7644 section 3.11: a token stands for a connection, never for a user.
    if (path === '/Me')
      return sendScimError(reply, { status: 501, detail: 'No token stands for a user: there is no /Me' });
    sendScimError(reply, { status: 404, detail: `There is nothing at ${SCIM_PATH}${path}` });
  }
}
