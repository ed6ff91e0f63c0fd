import { isUserId, newUserId } from './user-id.js';

describe('newUserId', () => {
  it('makes UUIDs of version 7 whose order is the order of time', () => {
    const ids = [1, 1_000, Date.UTC(2026, 0), Date.UTC(2400, 0)].map((time) => newUserId(time));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => newUserId(1))).size).toBe(1000);
  });
});

describe('isUserId', () => {
  it('takes what newUserId makes and nothing that the database would refuse', () => {
    expect(isUserId(newUserId())).toBe(true);
    for (const text of ['', '1', newUserId().toUpperCase(), `${newUserId()} `, `{${newUserId()}}`]) {
      expect(isUserId(text)).toBe(false);
    }
  });
});
