import { randomUUID } from 'node:crypto';
import type { LedgerEntry } from '../record/entry.js';

/** A recorded entry for tests; what is given replaces the example's. */
export function ledgerEntry(given: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: randomUUID(),
    occurredAt: '2026-11-24T13:00:00.000Z',
    connection: 'default',
    kind: 'request',
    action: 'create',
    status: 'accepted',
    userName: 'bjensen',
    email: 'bjensen@example.com',
    login: null,
    resourceId: '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01',
    externalId: '00u1',
    sourceIp: '203.0.113.7',
    actor: 'Okta',
    target: null,
    targetId: null,
    detail: 'Okta asked to create bjensen',
    code: null,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    changes: [],
    execution: null,
    revision: 1,
    causeId: null,
    position: 7,
    chain: 'default',
    seq: 5,
    erasedBy: null,
    ...given,
  };
}
