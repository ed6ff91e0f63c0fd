import { isDeadlock, violatedConstraint, wasRolledBack } from './database-errors.js';

const failed = (code: string, constraint?: string) => Object.assign(new Error('refused'), { code, constraint });

describe('database errors', () => {
  it('tells what certainly had no effect from what may have been committed', () => {
    for (const code of ['23505', '22001', '40P01']) expect(wasRolledBack(failed(code))).toBe(true);
    for (const error of [failed('57P01'), failed('ECONNRESET'), new Error('Connection terminated'), null]) {
      expect(wasRolledBack(error)).toBe(false);
    }
  });

  it('names the violated constraint of a duplicate only', () => {
    expect(violatedConstraint(failed('23505', 'users_user_name'))).toBe('users_user_name');
    expect(violatedConstraint(failed('23514', 'closed'))).toBeNull();
    expect(isDeadlock(failed('40P01'))).toBe(true);
  });
});
