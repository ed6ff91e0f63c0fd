import type { NextStep, Operation } from '@usher/provisioning';
import { succeeding } from './succeeding.js';

const upsert: Operation = {
  ...{ op: 'upsert', scimId: 'anew', revision: 1, active: true },
  fields: { user_login: 'ada', user_email: 'ada@x.org' },
  match: [{ by: 'login', value: 'ada' }],
};
const taken: NextStep = { kind: 'rejected', code: 'login_taken', message: '', holder: 'before' };

/** What was sent, and what came of it, when the site answers so. */
async function sent(operation: Operation, answer: NextStep, gone: readonly string[]) {
  const operations: Operation[] = [];
  const send = (each: Operation): Promise<NextStep> => {
    operations.push(each);
    return Promise.resolve(operations.length === 1 ? answer : { kind: 'misconfigured', reason: 'the second' });
  };
  const step = await succeeding(send, (scimId) => Promise.resolve(gone.includes(scimId)))(operation);
  return { operations, step };
}

describe('whose login or address belongs to another user', () => {
  it.each<[string, NextStep]>([
    ['is refused', taken],
    ['is to wait', { kind: 'transient', scope: 'user', reason: '', holder: 'before' }],
  ])('succeeds that one, who is deleted, instead of what the site says when it %s', async (_, answer) => {
    const { operations, step } = await sent(upsert, answer, ['before']);
    expect(operations).toEqual([upsert, { ...upsert, succeeds: 'before' }]);
    expect(step).toEqual({ kind: 'misconfigured', reason: 'the second' });
  });

  it.each<[string, Operation, NextStep, string[]]>([
    ['the other is not deleted', upsert, taken, ['somebody']],
    ['nothing is adopted in this site', { ...upsert, match: undefined }, taken, ['before']],
    ['it is refused for another reason', upsert, { ...taken, holder: undefined }, ['before']],
  ])('gets the answer of the site when %s', async (_, operation, answer, gone) => {
    expect(await sent(operation, answer, gone)).toEqual({ operations: [operation], step: answer });
  });
});
