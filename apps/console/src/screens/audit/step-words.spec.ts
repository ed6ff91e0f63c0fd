import type { AuditEntry, TimelineStep } from '../../api/audit-entries.js';
import { stepWords } from './step-words.js';

const outcome = { action: 'update', status: 'rejected', execution: { attempts: 3 } } as unknown as AuditEntry;

function step(given: Partial<TimelineStep>): TimelineStep {
  const common = {
    at: '2026-11-26T13:00:00Z',
    title: '',
    detail: '',
    entryId: '1',
    target: 'Blog',
    milliseconds: null,
  };
  return { what: 'call', ...common, ...given };
}

describe('a step of the timeline', () => {
  it('tells of a call how often it was tried and how long the site took', () => {
    expect(stepWords(step({ detail: 'Answered 2026-11-26T13:00:01Z', milliseconds: 386 }), outcome)).toEqual({
      title: 'Blog',
      lines: [],
      took: '3 attempts · answered in 386 ms',
    });
  });

  it('tells of a call that was not answered', () => {
    expect(stepWords(step({ detail: 'Not answered, attempt 3' }), outcome).lines).toEqual(['It did not answer.']);
  });

  it('tells of a plan each thing that decided', () => {
    expect(stepWords(step({ what: 'plan', detail: 'matched: linked\ndecided: update' }), outcome).lines).toEqual([
      'matched: linked',
      'decided: update',
    ]);
  });

  it('names an outcome by the site and what became of it', () => {
    expect(stepWords(step({ what: 'outcome', detail: 'No.' }), outcome).title).toBe('Blog: Failed');
  });
});
