import { jest } from '@jest/globals';
import { setImmediate as soon } from 'node:timers/promises';
import { SettingsKeeper } from './settings-keeper.js';

const A = { key: 'a', label: 'A' };
const B = { key: 'b', label: 'B' };

function keeper({ faults = 0, forgets = 0 } = {}) {
  let wanted = [A];
  const saved: unknown[] = [];
  const complaints: string[] = [];
  const subject = new SettingsKeeper(
    () => wanted,
    async ({ columns }) => {
      await soon();
      if (faults-- > 0) throw new Error('x.org does not serve');
      saved.push(columns);
      return { columns: forgets-- > 0 ? [] : columns };
    },
    (reason) => complaints.push(reason),
  );
  return { subject, saved, complaints, want: (...columns: (typeof A)[]) => void (wanted = columns) };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await soon();
};

describe('the columns of the Users screen', () => {
  it('are written when the site has others, and then left alone', async () => {
    const { subject, saved, want } = keeper();
    subject.wake();
    await settled();
    expect(saved).toEqual([]);
    subject.found([A]);
    await settled();
    expect(saved).toEqual([]);
    subject.found([B]);
    await settled();
    subject.wake();
    await settled();
    expect(saved).toEqual([[A]]);
    want(A, B);
    subject.wake();
    await settled();
    expect(saved).toEqual([[A], [A, B]]);
  });

  it('are those wanted last, though they change while others are being written', async () => {
    const { subject, saved, want } = keeper();
    subject.found([]);
    want(B);
    subject.wake();
    await settled();
    expect(saved.at(-1)).toEqual([B]);
  });

  it('are written to another site though the one before keeps them only then', async () => {
    const { subject, saved } = keeper();
    subject.found([B]);
    subject.forget();
    subject.found([B]);
    await settled();
    expect(saved).toEqual([[A], [A]]);
  });

  it.each([
    ['refuses them', { faults: 2 }, [[A]], 'x.org does not serve'],
    ['forgets them', { forgets: 2 }, [[A], [A], [A]], 'the site did not keep them.'],
  ])('are tried again when the site %s, with a complaint for each try', async (_, trouble, tries, complaint) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { subject, saved, complaints } = keeper(trouble);
    subject.found([]);
    for (let turn = 0; turn < 5; turn += 1) {
      await settled();
      jest.advanceTimersByTime(60_000);
    }
    await settled();
    jest.useRealTimers();
    expect(saved).toEqual(tries);
    expect(complaints).toEqual([complaint, complaint]);
  });
});
