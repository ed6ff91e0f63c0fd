import { DeadLetterError } from '@usher/event-log';
import type { GroupEventData, GroupEventType } from '@usher/events';
import { groupEvent, operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import { groupEntry, operationEntry, outcomeEntry, plainAddress, requestEntry } from './from-event.js';

describe('an entry from an event', () => {
  it('tells of a request in plain words, with who asked from where', () => {
    const event = userEvent('user.deactivated', {
      user: { active: false },
      changes: [{ path: 'active', before: true, after: false }],
    });
    expect(requestEntry(event)).toMatchObject({
      id: event.id,
      occurredAt: '2026-11-24T13:00:00.000Z',
      connection: 'default',
      kind: 'request',
      action: 'deactivate',
      status: 'accepted',
      userName: 'bjensen',
      sourceIp: '203.0.113.7',
      actor: 'Okta',
      target: null,
      detail: 'Okta asked to deactivate bjensen: active true -> false',
      revision: 3,
    });
  });

  it('names what was sent and not kept', () => {
    const event = userEvent('user.created');
    event.data.ignored = ['shoeSize', 'name.aura'];
    expect(requestEntry(event).detail).toBe(
      'Okta asked to create bjensen; not kept, as no schema has it: shoeSize, name.aura',
    );
  });

  it('tells of a password that was too long to be passed on', () => {
    const event = userEvent('user.created');
    event.data.ignored = ['shoeSize', 'password'];
    expect(requestEntry(event).detail).toBe(
      'Okta asked to create bjensen; not kept, as no schema has it: shoeSize; the password was not passed on: it is too long',
    );
  });

  it('tells of it also when nothing else was asked for', () => {
    const event = userEvent('user.updated');
    event.data.ignored = ['password'];
    expect(requestEntry(event).detail).toBe(
      'Okta asked to update bjensen; the password was not passed on: it is too long',
    );
  });

  it('names what was sent for a group and not kept', () => {
    const event = groupEvent('group.created', { ignored: ['colour'] });
    expect(groupEntry(event).detail).toMatch(/; not kept, as no schema has it: colour$/);
  });

  it('tells of an outcome at one target, with the request it belongs to', () => {
    const cause = userEvent('user.created');
    const event = outcomeEvent('outcome.rejected', {
      causeId: cause.id,
      code: 'login_taken',
      detail: 'Taken by another',
    });
    expect(outcomeEntry(event)).toMatchObject({
      kind: 'outcome',
      action: 'create',
      status: 'rejected',
      target: 'Intranet',
      targetId: 'default',
      code: 'login_taken',
      detail: 'Taken by another',
      causeId: cause.id,
      traceId: cause.data.origin.traceId,
    });
  });

  it('tells how an outcome came about, and of whom, where the event does', () => {
    const execution = {
      plannedAt: '2026-11-24T13:00:00.100Z',
      calledAt: '2026-11-24T13:00:00.200Z',
      answeredAt: '2026-11-24T13:00:00.900Z',
      requestMs: 700,
      attempts: 2,
      operation: 'upsert',
      decision: [{ step: 'mapped', rule: 'user_email <- emails.value', detail: 'b@example.com' }],
    };
    const told = outcomeEvent('outcome.succeeded', { askedAt: '2026-11-24T13:00:00.000Z', execution });
    told.data.user.email = 'B@example.com';
    expect(outcomeEntry(told)).toMatchObject({
      email: 'B@example.com',
      execution: { askedAt: '2026-11-24T13:00:00.000Z', ...execution },
    });
    expect(outcomeEntry(outcomeEvent('outcome.succeeded', { execution })).execution).toEqual({
      askedAt: null,
      ...execution,
    });
    expect(outcomeEntry(outcomeEvent('outcome.succeeded'))).toMatchObject({ email: null, execution: null });
  });

  it('tells of a group in plain words, with who came and who went', () => {
    const event = groupEvent('group.updated', {
      changes: [{ path: 'displayName', before: 'Editor', after: 'Editors' }],
      added: { count: 250, values: Array.from({ length: 100 }, (_, n) => `user${n}`) },
      removed: { count: 1, values: ['zoe'] },
    });
    const entry = groupEntry(event);
    expect(entry).toMatchObject({
      id: event.id,
      connection: 'default',
      kind: 'request',
      action: 'group.update',
      status: 'accepted',
      userName: null,
      resourceId: event.data.group.id,
      externalId: '00g1',
      actor: 'Okta',
      detail:
        'Okta asked to update the group Editors: displayName Editor -> Editors, ' +
        '250 members added (user0, user1, user2, user3, user4, and 245 more), 1 member removed (zoe)',
      revision: 2,
    });
    expect(entry.changes).toEqual([
      { path: 'displayName', before: 'Editor', after: 'Editors' },
      { path: 'members', before: null, after: event.data.added.values },
      { path: 'members', before: ['zoe'], after: null },
    ]);
  });

  it.each([
    ['group.created', { added: { count: 1, values: ['ada'] } }, 'create the group Editors: 1 member added (ada)'],
    ['group.created', {}, 'create the group Editors'],
    ['group.deleted', { removed: { count: 1, values: ['ada'] } }, 'delete the group Editors'],
  ] satisfies [GroupEventType, Partial<GroupEventData>, string][])('tells of a %s with %j', (type, given, words) => {
    expect(groupEntry(groupEvent(type, given)).detail).toBe(`Okta asked to ${words}`);
  });

  it('tells of an operation that concerns no user', () => {
    const operation = { action: 'access.refuse', status: 'rejected', code: 'invalid_token', connection: null } as const;
    expect(operationEntry(operationEvent(operation))).toMatchObject({
      kind: 'operation',
      connection: null,
      action: 'access.refuse',
      status: 'rejected',
      code: 'invalid_token',
      userName: null,
      resourceId: null,
    });
  });

  it('tells of a refused request whom it was about, as far as that is known', () => {
    const user = { id: null, userName: 'ada', externalId: null };
    const operation = { action: 'request.refuse', status: 'rejected', code: 'uniqueness', user } as const;
    expect(operationEntry(operationEvent(operation))).toMatchObject({
      ...{ kind: 'operation', action: 'request.refuse', status: 'rejected', code: 'uniqueness' },
      ...{ userName: 'ada', resourceId: null },
    });
  });

  it('never has a password in it, wherever the event carried one', () => {
    const event = userEvent('user.updated', {
      changes: [
        { path: 'password', before: null, after: 'hunter2' },
        { path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', before: 'hunter2', after: null },
        { path: 'urn:example:ext', before: null, after: { nested: [{ Password: 'hunter2', city: 'Oslo' }] } },
      ],
    });
    const entry = requestEntry(event);
    expect(JSON.stringify(entry)).not.toContain('hunter2');
    expect(entry.changes).toEqual([{ path: 'urn:example:ext', before: null, after: { nested: [{ city: 'Oslo' }] } }]);
  });

  it('never has the hash of a password in it, which the state of a user may carry', () => {
    const password = '$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234';
    expect(JSON.stringify(requestEntry(userEvent('user.updated', { user: { password } })))).not.toContain('$2y$');
  });

  it('tells of a departure that waits for approval', () => {
    const event = outcomeEvent('outcome.held', {
      action: 'delete',
      code: 'budget_spent',
      detail: 'Waits for approval',
    });
    expect(outcomeEntry(event)).toMatchObject({ action: 'delete', status: 'held', code: 'budget_spent' });
  });

  it('says values of several plainly, and exactly where they differ in something else', () => {
    const work = { value: 'babs@example.com', type: 'work', primary: true };
    const changes = [
      { path: 'emails', before: [{ ...work, value: 'b@example.com' }, { value: 'b@home.example' }], after: [work] },
      { path: 'phoneNumbers', before: [{ value: '1' }], after: [{ value: '1', type: 'work' }] },
      { path: 'addresses', before: [], after: [{ locality: 'Bonn' }] },
    ];
    expect(requestEntry(userEvent('user.updated', { changes })).detail).toBe(
      'Okta asked to update bjensen: emails b@example.com, b@home.example -> babs@example.com, ' +
        'phoneNumbers [{"value":"1"}] -> [{"value":"1","type":"work"}], addresses (none) -> {"locality":"Bonn"}',
    );
  });

  it('cuts a long list of changes and long values in the sentence, not in the changes', () => {
    const changes = Array.from({ length: 8 }, (_, i) => ({ path: `a${i}`, before: null, after: 'x'.repeat(100) }));
    const entry = requestEntry(userEvent('user.updated', { changes }));
    expect(entry.detail).toMatch(/asked to update bjensen: a0 \(none\) -> x{59}…, .*, and 3 more$/);
    expect(entry.changes).toEqual(changes);
  });

  it.each([
    ['an id that is no UUID', { id: 'evt-1' }],
    ['a time that is none', { time: 'yesterday' }],
    ['an unknown type', { type: 'user.promoted' }],
  ])('refuses for good an event with %s', (_, attributes) => {
    expect(() => requestEntry({ ...userEvent('user.created'), ...attributes })).toThrow(DeadLetterError);
    expect(() => groupEntry({ ...groupEvent('group.created'), ...attributes })).toThrow(DeadLetterError);
  });
});

describe('an address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', null],
    ['', null],
  ])('%s is kept as %s', (given, kept) => {
    expect(plainAddress(given)).toBe(kept);
  });
});
