import { outcomeOf, valuesOf } from './preview.js';

const step = (rule: string, after: unknown, before?: unknown) => ({ step: 'mapped', rule, before, after, detail: '' });

describe('the preview of one person', () => {
  it('has each value beside the field that it is for', () => {
    const steps = [
      { step: 'scoped', rule: 'no scope', after: true, detail: '' },
      step('first_name <- name.givenName', 'Ada', 'Augusta'),
      step('last_name <- name.familyName', 'Lovelace', 'Lovelace'),
      step('meta.a <- "x <- y"', 'x <- y'),
      step('nickname <- nickName', null, null),
      step('role <- groups', ['editor', 'author']),
    ];
    expect([...valuesOf({ steps })]).toEqual([
      ['first_name', { text: 'Ada', changed: true }],
      ['last_name', { text: 'Lovelace', changed: false }],
      ['meta.a', { text: 'x <- y', changed: false }],
      ['nickname', { text: '', changed: false }],
      ['role', { text: 'editor, author', changed: false }],
    ]);
  });

  it('is summed up by the refusal, else by what would be done', () => {
    const plan = { kind: 'execute', code: null, detail: '', notes: [], departure: false };
    const steps = [{ ...step('x', 1), step: 'executed', detail: 'It would change.' }];
    expect(outcomeOf({ steps, plan })).toBe('It would change.');
    expect(outcomeOf({ steps, plan: { ...plan, kind: 'reject', detail: 'No e-mail.' } })).toBe('No e-mail.');
  });
});
