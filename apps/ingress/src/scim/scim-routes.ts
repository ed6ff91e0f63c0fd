import { MAX_BULK_PAYLOAD } from '@usher/scim';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sourceIpOf } from '@usher/service';
import { judge, NO_TOKEN, type Refusal, UNKNOWN_TOKEN } from '../connections/admission.js';
import type { Caller, Credential } from '../connections/credential.js';
import type { Refusals } from '../connections/refusals/refusals.js';
import { isReading } from './reading.js';
import { sendScimError, toScimError } from './scim-error.js';

export const SCIM_PATH = '/scim/v2';
/** Where a body may be as large as a bulk: a group may be sent with all its members. */
const LARGE = /\/(Groups|Bulk)\b/;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every SCIM route before the handler runs. */
    scimCaller: Caller | null;
  }
  interface FastifyInstance {
    /** Told of what isn't granted; there once the SCIM routes are prepared. */
    scimRefusals?: Pick<Refusals, 'refused' | 'rejected'>;
  }
}

/** Knows what a token stands for; `known` at once, `find` by asking the database. */
export interface Credentials {
  known(token: string): Credential | undefined;
  find(token: string): Promise<Credential | undefined>;
}

/**
 * Makes every route below /scim/v2 ask for the bearer token before it reads the body, and answer in SCIM's form what
 * fails before the controller: a body that is malformed, too large, or of another type. Nest has no place for either
 * (its guards run after the body is read), and a global filter would catch the other modules' errors too.
 * Call it before the routes are registered.
 */
export function prepareScimRoutes(
  fastify: FastifyInstance,
  credentials: Credentials,
  refusals: Pick<Refusals, 'refused' | 'rejected'>,
): void {
  fastify.decorateRequest('scimCaller', null);
  fastify.decorate('scimRefusals', refusals);
  const bearer = requireBearer(credentials);
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url !== SCIM_PATH && !route.url.startsWith(`${SCIM_PATH}/`)) return;
    route.onRequest = bearer;
    if (LARGE.test(route.url)) route.bodyLimit = MAX_BULK_PAYLOAD;
    route.errorHandler = (error, _request, reply) => sendScimError(reply, toScimError(error));
  });
}

function requireBearer(credentials: Credentials) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined) return refuse(reply, NO_TOKEN, null);
    const admit = (credential: Credential | undefined): void => {
      if (credential === undefined) return refuse(reply, UNKNOWN_TOKEN, null);
      const attempt = { ip: () => sourceIpOf(request), reads: () => isReading(request) };
      const refusal = judge(credential, attempt, Date.now());
      if (refusal !== undefined) return refuse(reply, refusal, credential.caller);
      request.scimCaller = credential.caller;
      done();
    };
    const known = credentials.known(token);
    if (known !== undefined) return admit(known);
    credentials.find(token).then(admit, (error: unknown) => sendScimError(reply, toScimError(error)));
  };
}

function refuse(reply: FastifyReply, refusal: Refusal, caller: Caller | null): void {
  reply.request.scimRefused = { refusal, caller };
  reply.server.scimRefusals?.refused(reply.request, refusal, caller);
  sendScimError(reply.headers(refusal.headers), refusal);
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
