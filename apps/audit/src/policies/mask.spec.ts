import type { Json } from '@usher/events';
import { operationEntry, outcomeEntry, requestEntry } from '../record/from-event.js';
import { operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import { Mask } from './mask.js';

const EXTENSION = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PHONES: Json = [{ value: '+49 1', type: 'work' }, { value: '+49 2' }];

describe('a mask', () => {
  it.each<[string, string, Json, Json]>([
    ['title', 'title', 'Head', '***'],
    ['TITLE', 'title', 'Head', '***'],
    ['title', 'title', null, null],
    ['urn:ietf:params:scim:schemas:core:2.0:User:title', 'title', 'Head', '***'],
    ['title', 'urn:ietf:params:scim:schemas:core:2.0:User:title', 'Head', '***'],
    ['title', 'titles', 'Head', 'Head'],
    ['name', 'name.givenName', 'Ada', '***'],
    ['name.givenName', 'name', { givenName: 'Ada', familyName: 'L' }, { givenName: '***', familyName: 'L' }],
    ['name.givenName', 'name.familyName', 'L', 'L'],
    ['phoneNumbers', 'phoneNumbers', PHONES, '***'],
    ['phonenumbers.value', 'phoneNumbers', PHONES, [{ value: '***', type: 'work' }, { value: '***' }]],
    [`${EXTENSION}:employeeNumber`, `${EXTENSION}:employeeNumber`, '7', '***'],
    [EXTENSION.toLowerCase(), `${EXTENSION}:manager.displayName`, 'Eve', '***'],
    [`${EXTENSION}:manager`, `${EXTENSION}:manager.displayName`, 'Eve', '***'],
    [`${EXTENSION}:manager.displayName`, `${EXTENSION}:manager`, { displayName: 'Eve' }, { displayName: '***' }],
    ['emails', 'user_email', 'ada@example.org', '***'],
    ['name.givenName', 'first_name', 'Ada', '***'],
    ['name.givenName', 'last_name', 'L', 'L'],
  ])('of %s hides what must be hidden in a change of %s', (masked, path, value, expected) => {
    const [change] = new Mask([masked]).changes([{ path, before: value, after: value }]);
    expect(change).toEqual({ path, before: expected, after: expected });
  });

  const attributes = { userName: 'ada', emails: [{ value: 'ada@example.org' }] };
  const changes = [
    { path: 'emails', before: [{ value: 'old@example.org' }], after: [{ value: 'ada@example.org' }] },
    { path: 'name.givenName', before: null, after: 'Augusta' },
  ];

  it('keeps masked values out of the sentence and the e-mail address out of its column', () => {
    const mask = new Mask(['emails', 'name.givenName']);
    const event = userEvent('user.updated', { user: { userName: 'ada', attributes } });
    const build = (given: typeof changes) => requestEntry({ ...event, data: { ...event.data, changes: given } });
    const entry = mask.entry(build(mask.changes(changes) as typeof changes), changes);
    expect(entry).toMatchObject({ userName: 'ada', email: '***' });
    expect(JSON.stringify(entry)).not.toMatch(/example\.org|Augusta/);
    expect(entry.detail).toContain('emails *** -> ***, name.givenName (none) -> ***');
  });

  it('keeps them out of what a site and an operator say', () => {
    const mask = new Mask(['emails', 'title']);
    const given = [{ path: 'title', before: null, after: 'Chief Secret' }];
    const outcome = outcomeEntry(
      outcomeEvent('outcome.rejected', { detail: 'ada@example.org is taken', changes: given }),
    );
    const execution = { decision: [{ step: 'match', detail: 'by the e-mail address ada@example.org, Chief Secret' }] };
    expect(JSON.stringify(mask.entry({ ...outcome, execution }, []))).not.toMatch(/example\.org|Chief/);
    const operation = operationEntry(operationEvent({ detail: 'Changed title to Chief Secret', changes: given }));
    expect(mask.entry(operation, given).detail).toBe('Changed title to ***');
  });

  it('keeps a value that did not change out of the steps of a plan', () => {
    const decision = [
      { step: 'mapped', rule: 'user_email <- emails[primary eq true].value', detail: 'ada@example.org' },
      { step: 'mapped', rule: 'meta.title <- title', detail: 'Chief Secret' },
      { step: 'mapped', rule: 'meta.unit <- department', detail: 'Research' },
    ];
    const entry = { ...outcomeEntry(outcomeEvent('outcome.succeeded')), execution: { decision } };
    expect(new Mask(['emails', 'TITLE']).entry(entry, []).execution).toEqual({
      decision: [{ ...decision[0], detail: '***' }, { ...decision[1], detail: '***' }, decision[2]],
    });
  });

  it('leaves a user name that is an e-mail address where it names the user', () => {
    const entry = requestEntry(userEvent('user.deleted', { user: { userName: 'ada@example.org', attributes } }));
    expect(new Mask(['emails']).entry(entry, []).detail).toBe('Okta asked to delete ada@example.org');
  });
});
