import { bucketLabels } from './bucket-label.js';

describe('the labels of a chart', () => {
  it('are all different, or two hours would be one point', () => {
    const hours = Array.from({ length: 25 }, (_, hour) => new Date(2026, 10, 25, 9 + hour));
    const labels = bucketLabels(hours, 'day');
    expect(labels[0]).toBe('09:00');
    expect(labels[24]).toBe('Nov 26, 09:00');
    expect(new Set(labels).size).toBe(25);
  });

  it('name days as they are counted, by UTC, wherever the browser is', () => {
    expect(bucketLabels([new Date('2026-11-25T00:00:00Z')], 'month')).toEqual(['Nov 25']);
    expect(bucketLabels([new Date('2026-11-25T23:59:00Z')], 'month')).toEqual(['Nov 25']);
  });
});
