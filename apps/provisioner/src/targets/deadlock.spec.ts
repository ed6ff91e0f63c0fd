import { pastDeadlocks } from './deadlock.js';

const fault = (code: string) => Object.assign(new Error(code), { code });

function failing(times: number, code: string) {
  let calls = 0;
  return {
    work: () => Promise.resolve().then(() => (++calls <= times ? Promise.reject(fault(code)) : 'done')),
    calls: () => calls,
  };
}

describe('a transaction that PostgreSQL gave up for others', () => {
  it('is carried out again', async () => {
    const { work, calls } = failing(3, '40P01');
    expect(await pastDeadlocks(work)).toBe('done');
    expect(calls()).toBe(4);
  });

  it('is not carried out for ever, nor after any other fault', async () => {
    const stubborn = failing(9, '40P01');
    await expect(pastDeadlocks(stubborn.work)).rejects.toThrow('40P01');
    expect(stubborn.calls()).toBe(4);
    const other = failing(1, '23505');
    await expect(pastDeadlocks(other.work)).rejects.toThrow('23505');
    expect(other.calls()).toBe(1);
  });
});
