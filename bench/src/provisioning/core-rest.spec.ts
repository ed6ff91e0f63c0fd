import { together } from './core-rest.js';

it('rounds are one: all users over all seconds, not the mean of the rates', () => {
  expect(together({ users: 30, seconds: 10 }, { users: 30, seconds: 2 })).toEqual({ users: 60, seconds: 12 });
});
