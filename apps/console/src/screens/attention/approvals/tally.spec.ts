import type { Consequence } from '../../../api/waiting.js';
import { tallyOf } from './tally.js';

const departure = (action: string, deleteAfterDays: number | null = null): { onApprove: Consequence } => ({
  onApprove: { action, detail: '', deleteAfterDays, heirs: [] },
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
