import type { Origin } from '@usher/events';
import type { ScimError } from '@usher/scim';
import { newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';
import { sourceIpOf } from '@usher/service';
import type { Refusal } from '../admission.js';
import type { Caller } from '../credential.js';
import type { Operation } from '../operation-events.js';

/** A request that wasn't granted; of the body it keeps who it was about. */
export interface Occurrence {
  at: Date;
  operation: Operation;
  origin: Origin;
}

const MAX_PATH = 200;
const MAX_DETAIL = 1_000;
const MAX_NAME = 512;
const USER = /\/Users\/([0-9a-f-]{36})(?:[?/]|$)/;

/** `POST /scim/v2/Users`. Without the query, which may hold what people are called. */
function describeRequest({ method, url }: FastifyRequest): string {
  return `${method} ${pathOf(url).slice(0, MAX_PATH)}`;
}

const pathOf = (url: string): string => url.replace(/[?#].*$/s, '');

function originOf(request: FastifyRequest, caller: Caller | null): Origin {
  return {
    sourceIp: sourceIpOf(request),
    tokenId: caller?.tokenId ?? 'unknown',
    actor: caller?.tokenName ?? 'unknown',
    traceId: parseTraceparent(request.headers.traceparent)?.traceId ?? newTraceId(),
  };
}

/** @param caller whose token it was, when it is known */
export function refusedAccess(request: FastifyRequest, { code, detail }: Refusal, caller: Caller | null): Occurrence {
  return {
    at: new Date(),
    origin: originOf(request, caller),
    operation: {
      connection: caller?.connection ?? null,
      action: 'access.refuse',
      status: 'rejected',
      code,
      detail: `${detail} (${describeRequest(request)})`,
      changes: [],
    },
  };
}

export function rejectedRequest(request: FastifyRequest, error: ScimError, caller: Caller): Occurrence {
  const { status, scimType, detail } = error;
  const answer = `${status}${scimType === undefined ? '' : ` ${scimType}`}`;
  return {
    at: new Date(),
    origin: originOf(request, caller),
    operation: {
      connection: caller.connection,
      action: 'request.refuse',
      status: 'rejected',
      code: rejectionCode(error),
      detail: `${describeRequest(request)} was answered ${answer}: ${detail}`.slice(0, MAX_DETAIL),
      changes: [],
      user: userOf(request),
    },
  };
}

/** Whom it is about, by the address and the body: the identity provider may have said who it is even if it can't be. */
function userOf({ url, body }: FastifyRequest): Operation['user'] {
  const [, id = null] = USER.exec(url) ?? [];
  const { userName, externalId } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const user = { id, userName: nameOf(userName), externalId: nameOf(externalId) };
  return user.id === null && (user.userName === null || !/\/Users$/.test(pathOf(url))) ? null : user;
}

const nameOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.replaceAll('\0', '').slice(0, MAX_NAME) : null;

export function rejectionCode({ status, scimType }: ScimError): string {
  return scimType ?? `http_${status}`;
}

/**
 * What an administrator wants to see: the identity provider asked for something, and was told that it can't be. Not: a
 * look for what isn't there, which is how they ask whether it is; a lost race (412), which they try again; and what is
 * the service's own fault (5xx), which its log tells.
 */
export function isWorthRecording(status: number, reads: boolean): boolean {
  if (status < 400 || status >= 500 || status === 412) return false;
  return !(status === 404 && reads);
}
