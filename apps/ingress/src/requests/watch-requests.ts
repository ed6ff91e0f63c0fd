import type { ScimError } from '@usher/scim';
import { sourceIpOf } from '@usher/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../connections/admission.js';
import type { Caller, Credential } from '../connections/credential.js';
import { ELSEWHERE, type SeenRequest } from './seen-request.js';
import type { RequestLog } from './request-log.js';
import { isElsewhere, shownPath } from './shown-path.js';

const MAX_DETAIL = 1_000;
const MAX_AGENT = 200;

declare module 'fastify' {
  interface FastifyRequest {
    /** What the client was told, if it wasn't granted what it asked for. */
    scimError: ScimError | null;
    /** Why it wasn't let in, and whose token it has, if that is known. */
    scimRefused: { refusal: Refusal; caller: Caller | null } | null;
  }
}

/** Remembers each request of SCIM once it is answered, wherever it went. Call it before the routes are registered. */
export function watchRequests(
  fastify: FastifyInstance,
  scimPath: string,
  log: Pick<RequestLog, 'see'>,
  callerOf: (authorization: string | undefined) => Credential | undefined,
): void {
  fastify.decorateRequest('scimError', null);
  fastify.decorateRequest('scimRefused', null);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { url } = request;
    if (url.startsWith(scimPath)) {
      const caller = request.scimCaller ?? request.scimRefused?.caller ?? null;
      see(log, request, reply, caller, codeOf(request));
    } else if (isElsewhere(url)) {
      see(log, request, reply, callerOf(request.headers.authorization)?.caller ?? null, ELSEWHERE);
    }
    done();
  });
}

function see(
  log: Pick<RequestLog, 'see'>,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller | null,
  code: string | null,
): void {
  const { statusCode: status } = reply;
  const connection = caller?.connection ?? '';
  log.see(connection, { status, code }, (): SeenRequest => {
    return {
      connection,
      at: new Date(),
      method: request.method,
      path: plain(shownPath(request.url)),
      status,
      code,
      detail: request.scimError === null ? null : plain(request.scimError.detail).slice(0, MAX_DETAIL),
      milliseconds: Math.round(reply.elapsedTime * 100) / 100,
      sourceIp: sourceIpOf(request),
      token: caller?.tokenName ?? null,
      userAgent: request.headers['user-agent']?.slice(0, MAX_AGENT) ?? null,
    };
  });
}

/** More exact than the code of the audit, which needn't tell an administrator what to do. */
function codeOf({ scimRefused, scimError, headers }: FastifyRequest): string | null {
  if (scimRefused === null) return scimError?.scimType ?? null;
  const { code, reason = code } = scimRefused.refusal;
  return code === 'no_token' && headers.authorization ? 'not_bearer' : reason;
}

/** PostgreSQL takes neither of these in a text. */
const plain = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '\u{fffd}');
