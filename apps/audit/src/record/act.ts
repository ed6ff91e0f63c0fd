import { randomUUID } from 'node:crypto';
import type { AttributeChange, Json } from '@usher/events';
import { operatorOrigin } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from './entry.js';
import { plainAddress } from './from-event.js';

/** Who acts on the audit itself, and from where. */
export type Actor = Record<'actor' | 'sourceIp' | 'traceId', string | null>;

export function actorOf(request: FastifyRequest): Actor {
  const { actor, sourceIp, traceId } = operatorOrigin(request);
  return { actor, sourceIp: plainAddress(sourceIp), traceId };
}

export interface OwnAct {
  /** `audit.policy` and the like. */
  action: `audit.${string}`;
  /** Null when it concerns none or several. */
  connection: string | null;
  /** In plain words. */
  detail: string;
  changes?: AttributeChange[];
  execution?: Json;
  resourceId?: string | null;
  at?: Date;
}

/** The entry of an act on the audit itself. It is put into the ledger in the transaction of the act, not by an event. */
export function actEntry(by: Actor, act: OwnAct): AuditEntry {
  const { action, connection, detail, changes = [], execution = null, resourceId = null, at = new Date() } = act;
  return {
    ...{ id: randomUUID(), occurredAt: at.toISOString(), connection, kind: 'operation', action, status: 'succeeded' },
    ...{ userName: null, email: null, login: null, resourceId, externalId: null },
    ...{ sourceIp: by.sourceIp, actor: by.actor, target: null, targetId: null, detail, code: null },
    ...{ traceId: by.traceId, changes, execution, revision: null, causeId: null },
  };
}
