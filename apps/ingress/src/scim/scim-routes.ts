import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Caller } from '../connections/token-directory.js';
import { sendScimError, toScimError } from './scim-error.js';

export const SCIM_PATH = '/scim/v2';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every SCIM route before the handler runs. */
    scimCaller: Caller | null;
  }
}

/** Knows who sends a token; `known` at once, `find` by asking the database. */
export interface Callers {
  known(token: string): Caller | undefined;
  find(token: string): Promise<Caller | undefined>;
}

/**
 * Makes every route below /scim/v2 ask for the bearer token before it reads the body, and answer in SCIM's form what
 * fails before the controller: a body that is malformed, too large, or of another type. Nest has no place for either
 * (its guards run after the body is read), and a global filter would catch the other modules' errors too.
 * Call it before the routes are registered.
 */
export function prepareScimRoutes(fastify: FastifyInstance, callers: Callers): void {
  fastify.decorateRequest('scimCaller', null);
  const bearer = requireBearer(callers);
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url !== SCIM_PATH && !route.url.startsWith(`${SCIM_PATH}/`)) return;
    route.onRequest = bearer;
    route.errorHandler = (error, _request, reply) => sendScimError(reply, toScimError(error));
  });
}

function requireBearer(callers: Callers) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined) return refuse(reply, 'Send the bearer token: Authorization: Bearer <token>');
    const admit = (caller: Caller | undefined): void => {
      if (caller === undefined) return refuse(reply, 'The bearer token is not valid');
      request.scimCaller = caller;
      done();
    };
    const known = callers.known(token);
    if (known !== undefined) return admit(known);
    callers.find(token).then(admit, (error: unknown) => sendScimError(reply, toScimError(error)));
  };
}

function refuse(reply: FastifyReply, detail: string): void {
  sendScimError(reply, { status: 401, detail });
}

/** RFC 6750 section 2.1; the scheme's name is case-insensitive. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}

/** SCIM's form for a URL below /scim/v2 that can't be decoded; no route and no token check ever sees it. */
export function answerMalformedScimUrl(request: FastifyRequest, reply: FastifyReply): boolean {
  if (!request.raw.url?.startsWith(`${SCIM_PATH}/`)) return false;
  sendScimError(reply, { status: 400, detail: 'The URL has a percent sign that is not followed by two hex digits' });
  return true;
}
