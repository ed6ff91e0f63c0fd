import { mayAct } from './roles.js';

it('a role may what those below it may, and no more', () => {
  expect(mayAct('administrator', 'viewer')).toBe(true);
  expect(mayAct('operator', 'operator')).toBe(true);
  expect(mayAct('viewer', 'operator')).toBe(false);
  expect(mayAct('operator', 'administrator')).toBe(false);
});
