import type { Period } from '../../api/statistics.js';

/** How each hour, in the browser's zone, or day, in UTC as they are counted, is written below a chart; the day where an hour is a new day's first. */
export function bucketLabels(buckets: readonly Date[], period: Period): string[] {
  const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
  const utcDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  // Two hours of one name, a day apart, would be one point of the chart.
  const seen = new Set<string>();
  return buckets.map((at) => {
    const short = period === 'day' ? hour.format(at) : utcDay.format(at);
    const label = seen.has(short) ? `${day.format(at)}, ${hour.format(at)}` : short;
    seen.add(label);
    return label;
  });
}
