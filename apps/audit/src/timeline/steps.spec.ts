import { outcomeEntry, operationEntry, requestEntry } from '../record/from-event.js';
import { operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import { type RecordedEntry, stepsOf } from './steps.js';

const recorded = (
  entry: Omit<RecordedEntry, 'recordedAt' | 'position' | 'chain' | 'seq' | 'erasedBy'>,
  recordedAt = '',
) => ({
  ...entry,
  ...{ recordedAt: recordedAt || entry.occurredAt, position: 1, chain: 'default', seq: 1, erasedBy: null },
});

const asked = recorded(requestEntry(userEvent('user.updated')), '2026-11-24T13:00:00.040Z');
const execution = {
  plannedAt: '2026-11-24T13:00:00.100Z',
  calledAt: '2026-11-24T13:00:00.150Z',
  answeredAt: '2026-11-24T13:00:00.900Z',
  requestMs: 700,
  attempts: 2,
  operation: 'upsert',
  decision: [
    { step: 'scoped', rule: 'everybody', detail: 'in scope' },
    { step: 'mapped', rule: 'title <- title', detail: 'Buyer' },
  ],
};
const outcome = (given: Parameters<typeof outcomeEvent>[1]) =>
  recorded(outcomeEntry({ ...outcomeEvent('outcome.succeeded', given), time: '2026-11-24T13:00:00.950Z' }));

describe('the steps of a trace', () => {
  it('go from who asked to what the site made of it, each with its time', () => {
    const done = outcome({ askedAt: '2026-11-24T13:00:00.000Z', execution });
    expect(stepsOf([done, asked])).toEqual([
      {
        at: '2026-11-24T13:00:00.000Z',
        what: 'request',
        title: 'Okta asked from 203.0.113.7',
        detail: 'Okta asked to update bjensen',
        entryId: asked.id,
        target: null,
        milliseconds: null,
      },
      {
        at: '2026-11-24T13:00:00.000Z',
        what: 'event',
        title: 'Event user.update',
        detail: 'Revision 3, recorded 2026-11-24T13:00:00.040Z',
        entryId: asked.id,
        target: null,
        milliseconds: 40,
      },
      {
        at: '2026-11-24T13:00:00.100Z',
        what: 'plan',
        title: 'Planned for Intranet',
        detail: 'scoped: everybody: in scope\nmapped: title <- title: Buyer',
        entryId: done.id,
        target: 'Intranet',
        milliseconds: 100,
      },
      {
        at: '2026-11-24T13:00:00.150Z',
        what: 'call',
        title: 'upsert sent to Intranet',
        detail: 'Answered 2026-11-24T13:00:00.900Z, attempt 2',
        entryId: done.id,
        target: 'Intranet',
        milliseconds: 700,
      },
      {
        at: '2026-11-24T13:00:00.950Z',
        what: 'outcome',
        title: 'Intranet: succeeded',
        detail: 'Created account bjensen',
        entryId: done.id,
        target: 'Intranet',
        milliseconds: 900,
      },
    ]);
  });

  it('leave out what an outcome tells nothing of', () => {
    expect(stepsOf([outcome({})]).map(({ what }) => what)).toEqual(['outcome']);
    const notCalled = {
      ...execution,
      calledAt: null,
      answeredAt: null,
      requestMs: null,
      operation: null,
      decision: [],
    };
    const steps = stepsOf([outcome({ execution: notCalled })]);
    expect(steps.map(({ what, milliseconds }) => [what, milliseconds])).toEqual([
      ['plan', null],
      ['outcome', null],
    ]);
  });

  it('have an operation for what an operator did', () => {
    const [step] = stepsOf([recorded(operationEntry(operationEvent({ status: 'rejected' })))]);
    expect(step).toMatchObject({ what: 'operation', title: 'Okta: token.create (rejected)', target: null });
  });
});
