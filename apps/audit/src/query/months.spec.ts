import { spansOf } from './months.js';

const at = (text: string) => new Date(text);
const names = (spans: { from: Date; to: Date }[]) =>
  spans.map(({ from, to }) => `${from.toISOString().slice(0, 10)} ${to.toISOString().slice(0, 10)}`);
const partitions = ['entries_2026_11', 'entries_2026_09', 'entries_2026_10', 'entries_default'];

describe('the months to search', () => {
  it('come one by one in the order of the answer', () => {
    expect(names(spansOf(partitions, {}, 'desc'))).toEqual([
      '2026-11-01 2026-12-01',
      '2026-10-01 2026-11-01',
      '2026-09-01 2026-10-01',
    ]);
    expect(names(spansOf(partitions, {}, 'asc'))[0]).toBe('2026-09-01 2026-10-01');
  });

  it('are those between the times asked for, cut to them, and behind the cursor', () => {
    const between = { from: at('2026-09-10T00:00:00Z'), to: at('2026-11-01T00:00:00Z') };
    expect(names(spansOf(partitions, between, 'desc'))).toEqual(['2026-10-01 2026-11-01', '2026-09-10 2026-10-01']);
    const cursor = at('2026-10-01T00:00:00Z');
    expect(names(spansOf(partitions, {}, 'desc', cursor))).toEqual(['2026-10-01 2026-11-01', '2026-09-01 2026-10-01']);
    expect(names(spansOf(partitions, {}, 'asc', cursor))).toEqual(['2026-10-01 2026-11-01', '2026-11-01 2026-12-01']);
  });

  it('of which there are many are one time from the thirteenth on, leaving out none', () => {
    const many = Array.from(
      { length: 30 },
      (_, i) => `entries_${2020 + Math.floor(i / 12)}_${String((i % 12) + 1).padStart(2, '0')}`,
    );
    const [down, up] = [spansOf(many, {}, 'desc'), spansOf(many, {}, 'asc')];
    expect([down.length, up.length]).toEqual([13, 13]);
    expect(names(down).at(-1)).toBe('2020-01-01 2021-07-01');
    expect(names(up).at(-1)).toBe('2021-01-01 2022-07-01');
  });
});
