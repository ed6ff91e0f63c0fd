import { filterOf, searchOf, withSearch } from './audit-filter.js';

const NOW = new Date('2026-11-26T13:47:12.345Z');

describe('the search of the audit in an address', () => {
  it('comes back from the address as it went in', () => {
    const search = { q: 'ada & ben', userName: 'a*', status: 'rejected,held', last: '7d' as const };
    const address = withSearch(new URLSearchParams(), search).toString();
    expect(searchOf(new URLSearchParams(address))).toEqual(search);
  });

  it('leaves out what is empty, and what the API does not know', () => {
    expect(searchOf(new URLSearchParams('q=+&colour=red&userName=ada&last=3y'))).toEqual({ userName: 'ada' });
  });

  it('keeps what else the address says, and takes away what is no longer looked for', () => {
    const before = new URLSearchParams('entry=1&q=ada&status=held');
    expect(withSearch(before, { status: 'held' }).toString()).toBe('entry=1&status=held');
  });
});

describe('the filter of the API', () => {
  it('begins a range of days with a full hour, so that the total is exact', () => {
    expect(filterOf({ last: '24h', q: 'x' }, NOW)).toMatchObject({ q: 'x', from: '2026-11-25T13:00:00.000Z' });
  });

  it('begins the last hour with a full minute', () => {
    expect(filterOf({ last: '1h' }, NOW).from).toBe('2026-11-26T12:47:00.000Z');
  });

  it('takes the moving range before a fixed one', () => {
    const filter = filterOf({ last: '1h', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }, NOW);
    expect(filter.from).toBe('2026-11-26T12:47:00.000Z');
    expect(filter.to).toBeUndefined();
  });
});
