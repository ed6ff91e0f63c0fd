import type { AuditEntry } from '../../api/audit-entries.js';
import { inOrderOfTime, newerThan, withoutKnown } from './arrivals.js';

function entry(id: string, second: number, position = second): AuditEntry {
  const time = String(second).padStart(2, '0');
  return { id, position, occurredAt: `2026-11-26T13:00:${time}.000Z` } as AuditEntry;
}

const idsOf = (entries: readonly AuditEntry[]): string => entries.map(({ id }) => id).join('');

describe('entries that arrive', () => {
  const there = [entry('d', 40), entry('c', 30), entry('b', 20), entry('a', 10)];

  it('stand before those that are there', () => {
    expect(idsOf(inOrderOfTime([entry('f', 52), entry('e', 51)], there))).toBe('fedcba');
  });

  it('stand in their place when they happened before what came earlier', () => {
    expect(idsOf(inOrderOfTime([entry('x', 25, 60), entry('e', 50)], there))).toBe('edcxba');
  });

  it('are shown once, however often they come', () => {
    expect(idsOf(inOrderOfTime([entry('e', 50), entry('d', 40), entry('e', 50)], there))).toBe('edcba');
  });

  it('are found in a page that was asked for again: those that were recorded later', () => {
    expect(idsOf(newerThan(there, [entry('e', 50), entry('x', 5, 41), ...there, entry('o', 1)]))).toBe('ex');
  });

  it('count once, though the stream tells again what waits already or is shown', () => {
    const waiting = [entry('e', 50)];
    expect(idsOf(withoutKnown([entry('f', 60), entry('e', 50), entry('f', 60), entry('d', 40)], there, waiting))).toBe(
      'f',
    );
  });
});
