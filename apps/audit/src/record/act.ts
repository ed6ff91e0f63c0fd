import { randomUUID } from 'node:crypto';
import type { AttributeChange, Origin } from '@usher/events';
import type { AuditEntry } from './entry.js';
import { plainAddress } from './from-event.js';

/** An operator's act upon the audit itself. */
export interface Act {
  /** Dotted words: `audit.stream.create`. */
  action: string;
  /** In plain words, without any secret. */
  detail: string;
  origin: Origin;
  /** Id of the connection that it concerns; null when left out. */
  connection?: string | null;
  changes?: AttributeChange[];
  execution?: AuditEntry['execution'];
}

/** The entry of an act upon the audit: recorded right there, not by way of the event log. */
export function actEntry({
  action,
  detail,
  origin,
  connection = null,
  changes = [],
  execution = null,
}: Act): AuditEntry {
  return {
    ...{ id: randomUUID(), occurredAt: new Date().toISOString(), connection, kind: 'operation', action },
    ...{ status: 'succeeded', userName: null, email: null, login: null, resourceId: null, externalId: null },
    ...{ sourceIp: plainAddress(origin.sourceIp), actor: origin.actor, target: null, targetId: null, detail },
    ...{ code: null, traceId: origin.traceId, changes, execution, revision: null, causeId: null },
  };
}
