import { Confirmations } from './confirmation.js';

const NOW = new Date('2026-11-24T13:00:00Z');
const SHOWN = { words: 'clear 12 entries', about: { filter: { action: ['create'] }, entries: 12 }, position: 40 };

describe('a confirmation', () => {
  const confirmations = new Confirmations('secret');
  const { confirmation, expiresAt } = confirmations.make(SHOWN, NOW);

  it('is a phrase that says what it is for, and is good for what was shown', () => {
    expect(confirmation).toMatch(/^clear 12 entries /);
    expect(expiresAt).toBe('2026-11-24T13:10:00.000Z');
    expect(confirmations.positionOf(confirmation)).toBe(40);
    expect(new Confirmations('secret').check(confirmation, SHOWN, NOW)).toBeUndefined();
  });

  it.each([
    ['changed', { ...SHOWN, about: { filter: {}, entries: 12 } }],
    ['changed', { ...SHOWN, words: 'clear 13 entries' }],
    ['changed', { ...SHOWN, position: 41 }],
  ])('is %s for %j', (fault, shown) => {
    expect(confirmations.check(confirmation, shown, NOW)).toBe(fault);
  });

  it('is nothing ten minutes later, with another secret, or made up', () => {
    expect(confirmations.check(confirmation, SHOWN, new Date('2026-11-24T13:10:01Z'))).toBe('expired');
    expect(new Confirmations('other').check(confirmation, SHOWN, NOW)).toBe('changed');
    expect(confirmations.check('yes', SHOWN, NOW)).toBe('malformed');
    const later = confirmation.replace(/-[0-9a-z]+-/, '-zzzzzz-');
    expect(confirmations.check(later, SHOWN, NOW)).toBe('changed');
  });
});
