import { siteWords } from './site-words.js';

const facts = {
  ...{ state: 'ready' as const, paused: false, reason: null, pausedUntil: null },
  work: { waiting: 0, failed: 0 },
};

describe('the state of a site in words', () => {
  it('is the operator’s pause before all else, so that nobody looks for a fault', () => {
    const words = siteWords({ ...facts, paused: true, state: 'quarantined', reason: 'x' });
    expect(words).toMatchObject({ text: 'Paused by an operator', tone: 'info', reason: null });
  });

  it('tells a fault that a person must mend, with its reason', () => {
    const words = siteWords({ ...facts, state: 'quarantined', reason: 'The password is wrong.' });
    expect(words).toMatchObject({ tone: 'bad', reason: 'The password is wrong.' });
  });

  it('tells a fault that passes from one that does not', () => {
    expect(siteWords({ ...facts, state: 'paused', reason: 'timeout' })).toMatchObject({
      tone: 'warn',
      text: 'Retrying',
    });
    const told = { ...facts, state: 'paused' as const, pausedUntil: '2026-01-01T00:00:00Z' };
    expect(siteWords(told).text).toBe('Waits for the site');
  });

  it('does not call a site well in which changes fail', () => {
    expect(siteWords({ ...facts, work: { waiting: 3, failed: 2 } })).toMatchObject({ tone: 'warn', pulse: true });
    expect(siteWords({ ...facts, work: { waiting: 3, failed: 0 } })).toMatchObject({ tone: 'good', text: 'Working' });
    expect(siteWords(facts)).toMatchObject({ tone: 'good', text: 'Serving', pulse: false });
  });
});
