import type { EventEnvelope } from './envelope.js';
import type { OutcomeEventData } from './outcome-event.js';
import { TOPICS } from './topics.js';
import type { UserEventData } from './user-event.js';
import { validateEvent } from './validate.js';

const origin = { sourceIp: '192.0.2.1', tokenId: 't1', actor: 'Okta', traceId: '0af7651916cd43dd8448eb211c80319c' };

function userEvent(): EventEnvelope<UserEventData> {
  return {
    id: 'e1',
    type: 'user.updated',
    source: '/usher/ingress',
    time: '2026-11-24T12:00:00Z',
    data: {
      connection: 'default',
      user: {
        id: '2819c223-7f76-453a-919d-413861904646',
        revision: 2,
        userName: 'barbara',
        externalId: null,
        active: true,
        deleted: false,
        attributes: { userName: 'barbara', emails: [{ value: 'b@example.com' }] },
        groups: [{ id: 'g1', displayName: 'Editors' }],
      },
      changes: [{ path: 'name.givenName', before: null, after: 'Barbara' }],
      origin: { ...origin },
    },
  };
}

function outcomeEvent(): EventEnvelope<OutcomeEventData> {
  return {
    id: 'e2',
    type: 'outcome.succeeded',
    source: '/usher/provisioner',
    time: '2026-11-24T12:00:00Z',
    data: {
      connection: 'default',
      target: { id: 'default', name: 'Blog', siteUrl: 'https://blog.example.com' },
      user: { id: 'u1', revision: 2, userName: 'barbara', externalId: 'x' },
      action: 'update',
      code: null,
      detail: 'Updated.',
      account: { id: 7, login: 'barbara' },
      changes: [],
      causeId: 'e1',
      origin: { ...origin },
    },
  };
}

describe('validateEvent', () => {
  it('accepts user events and outcomes as the types have them', () => {
    expect(validateEvent(TOPICS.users, userEvent())).toBeUndefined();
    expect(validateEvent(TOPICS.leavers, { ...userEvent(), type: 'user.deleted' })).toBeUndefined();
    expect(validateEvent(TOPICS.outcomes, outcomeEvent())).toBeUndefined();
  });

  it('accepts fields that it doesn’t know: the producer may be newer', () => {
    const event = userEvent();
    Object.assign(event.data, { later: 1 });
    Object.assign(event.data.user, { nickName: 'B' });
    expect(validateEvent(TOPICS.users, event)).toBeUndefined();
  });

  it('accepts whatever a topic without a contract carries', () => {
    expect(validateEvent(TOPICS.operations, { ...userEvent(), data: 1 })).toBeUndefined();
  });

  it.each<[string, (event: EventEnvelope<UserEventData>) => unknown, string]>([
    ['a type of another topic', (e) => (e.type = 'outcome.stale'), 'carries no events of type outcome.stale'],
    ['no body', (e) => ((e as EventEnvelope).data = null), 'user.updated: data must be object'],
    [
      'no revision',
      (e) => delete (e.data.user as { revision?: number }).revision,
      "data/user must have required property 'revision'",
    ],
    ['revision 0', (e) => (e.data.user.revision = 0), 'data/user/revision must be >= 1'],
    [
      'an active that is no boolean',
      (e) => ((e.data.user as { active: unknown }).active = 'true'),
      'data/user/active must be boolean',
    ],
    ['a trace id that is none', (e) => (e.data.origin.traceId = 'x'), 'data/origin/traceId must match'],
  ])('tells of %s where it is, without its value', (_what, spoil, fault) => {
    const event = userEvent();
    spoil(event);
    expect(validateEvent(TOPICS.users, event)).toContain(fault);
  });

  it('carries nothing but leavers on the express', () => {
    expect(validateEvent(TOPICS.leavers, userEvent())).toContain('carries no events of type user.updated');
  });

  it('accepts outcomes that tell how they came about, and those of a producer that does not', () => {
    const event = outcomeEvent();
    const none = { calledAt: null, answeredAt: null, requestMs: null, operation: null };
    event.data.user.email = 'b@example.com';
    event.data.askedAt = '2026-11-24T12:00:00.123Z';
    event.data.execution = { ...none, plannedAt: '2026-11-24T12:00:00Z', attempts: 1, decision: [] };
    expect(validateEvent(TOPICS.outcomes, event)).toBeUndefined();
    event.data.execution.answeredAt = 'noon';
    expect(validateEvent(TOPICS.outcomes, event)).toContain('data/execution/answeredAt must match pattern');
  });

  it('refuses an outcome with an unknown action', () => {
    const event = outcomeEvent();
    (event.data as { action: string }).action = 'explode';
    expect(validateEvent(TOPICS.outcomes, event)).toContain('data/action must be equal to one of the allowed values');
  });
});
