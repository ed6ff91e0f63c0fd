import type { Consequence } from '../../../api/waiting.js';
import { chosenOf, tallyOf } from './tally.js';

const departure = (action: string, deleteAfterDays: number | null = null): { onApprove: Consequence } => ({
  onApprove: { action, detail: '', deleteAfterDays, heirs: [] },
});

describe('whom a word for all is for', () => {
  const people = [{ id: 1 }, { id: 2 }];

  it('are those who were shown, not who is held since then', () => {
    expect(chosenOf('all', people, 2)).toEqual([1, 2]);
    expect(chosenOf([{ id: 2 }], people, 1)).toEqual([2]);
  });

  it('are all where they are more than are shown', () => {
    expect(chosenOf('all', people, 700)).toBe('all');
  });
});

describe('what a word for many would bring about', () => {
  it('is counted by the end of the account, the gravest first', () => {
    const many = [
      ...[departure('deactivate'), departure('delete'), departure('deactivate'), departure('deactivate', 30)],
      { onApprove: null },
    ];
    expect(tallyOf(many)).toEqual([
      ['delete', 1],
      ['deleteLater', 1],
      ['deactivate', 2],
      ['nothing', 1],
    ]);
  });
});
