import { isResourceId, newResourceId } from './resource-id.js';

describe('newResourceId', () => {
  it('makes UUIDs of version 7 whose order is the order of time', () => {
    const ids = [1, 1_000, Date.UTC(2026, 0), Date.UTC(2400, 0)].map((time) => newResourceId(time));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => newResourceId(1))).size).toBe(1000);
  });
});

describe('isResourceId', () => {
  it('takes what newResourceId makes and nothing that the database would refuse', () => {
    expect(isResourceId(newResourceId())).toBe(true);
    for (const text of ['', '1', newResourceId().toUpperCase(), `${newResourceId()} `, `{${newResourceId()}}`]) {
      expect(isResourceId(text)).toBe(false);
    }
  });
});
