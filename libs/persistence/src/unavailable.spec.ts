import { isUnavailable } from './unavailable.js';

const failed = (code: string) => Object.assign(new Error('refused'), { code });

describe('an error of the database', () => {
  it('tells a database that is away from a request that is wrong', () => {
    for (const error of [failed('57P01'), failed('53300'), failed('08006'), failed('ECONNREFUSED')]) {
      expect(isUnavailable(error)).toBe(true);
    }
    expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
    for (const error of [failed('23505'), failed('42P01'), new TypeError('x'), undefined]) {
      expect(isUnavailable(error)).toBe(false);
    }
  });
});
