import { randomUUID } from 'node:crypto';
import type {
  EventEnvelope,
  GroupEventData,
  GroupEventType,
  OperationEventData,
  Origin,
  OutcomeEventData,
  OutcomeEventType,
  UserEventData,
  UserEventType,
  WantedUser,
} from '@usher/events';

const TIME = '2026-11-24T13:00:00.000Z';
const USER_ID = '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01';
const GROUP_ID = '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a99';

const EXAMPLE_ORIGIN: Origin = {
  sourceIp: '203.0.113.7',
  tokenId: 'a0a0a0a0-0000-4000-8000-000000000001',
  actor: 'Okta',
  traceId: '0af7651916cd43dd8448eb211c80319c',
};

function envelope<Data>(type: string, source: string, data: Data): EventEnvelope<Data> {
  return { id: randomUUID(), type, source, subject: USER_ID, time: TIME, data };
}

/** A user event for tests; what is given replaces the example's. */
export function userEvent(
  type: UserEventType,
  given: { user?: Partial<WantedUser>; changes?: UserEventData['changes']; origin?: Partial<Origin> } = {},
): EventEnvelope<UserEventData> {
  return envelope(type, '/usher/ingress', {
    connection: 'default',
    user: {
      id: USER_ID,
      revision: 3,
      userName: 'bjensen',
      externalId: '00u1',
      active: true,
      deleted: type === 'user.deleted',
      attributes: { userName: 'bjensen' },
      groups: [],
      ...given.user,
    },
    changes: given.changes ?? [],
    origin: { ...EXAMPLE_ORIGIN, ...given.origin },
  });
}

/** A group event for tests; what is given replaces the example's. */
export function groupEvent(type: GroupEventType, given: Partial<GroupEventData> = {}): EventEnvelope<GroupEventData> {
  return envelope(type, '/usher/ingress', {
    connection: 'default',
    group: {
      id: GROUP_ID,
      revision: 2,
      displayName: 'Editors',
      externalId: '00g1',
      deleted: type === 'group.deleted',
    },
    changes: [],
    added: { count: 0, values: [] },
    removed: { count: 0, values: [] },
    origin: EXAMPLE_ORIGIN,
    ...given,
  });
}

/** An outcome event for tests; what is given replaces the example's. */
export function outcomeEvent(
  type: OutcomeEventType,
  given: Partial<OutcomeEventData> = {},
): EventEnvelope<OutcomeEventData> {
  return envelope(type, '/usher/provisioner', {
    connection: 'default',
    target: { id: 'default', name: 'Intranet', siteUrl: 'https://intranet.example' },
    user: { id: USER_ID, revision: 3, userName: 'bjensen', externalId: '00u1' },
    action: 'create',
    code: null,
    detail: 'Created account bjensen',
    account: { id: 7, login: 'bjensen' },
    changes: [],
    causeId: randomUUID(),
    origin: EXAMPLE_ORIGIN,
    ...given,
  });
}

/** An operation event for tests; what is given replaces the example's. */
export function operationEvent(given: Partial<OperationEventData> = {}): EventEnvelope<OperationEventData> {
  return envelope('operation.recorded', '/usher/ingress', {
    connection: 'default',
    action: 'token.create',
    status: 'succeeded',
    code: null,
    detail: 'Alice made the token Okta',
    target: null,
    user: null,
    changes: [],
    origin: EXAMPLE_ORIGIN,
    ...given,
  });
}
