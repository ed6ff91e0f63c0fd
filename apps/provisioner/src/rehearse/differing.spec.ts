import type { Operation } from '@usher/provisioning';
import { differing } from './rehearse.js';

const operation: Operation = {
  ...{ op: 'upsert', scimId: '1', revision: 1, active: true, meta: { a: '1' } },
  fields: { user_login: 'jane', user_email: 'jane@x.org', first_name: 'Jane' },
};

describe('two operations of a rehearsal', () => {
  it('differ in the fields, the usermeta and the switches that are not the same', () => {
    const other: Operation = {
      ...{ ...operation, active: false, meta: { a: '1', b: '2' } },
      fields: { user_login: 'jane', user_email: 'jane@x.org', first_name: 'J.' },
    };
    expect(differing(operation, other)).toEqual(['active', 'first_name', 'meta.b']);
  });

  it('do not differ by their revision', () => {
    expect(differing(operation, { ...operation, revision: 2 })).toEqual([]);
  });

  it('differ as a whole where there is only one', () => {
    expect(differing(operation, null)).toEqual(['op']);
    expect(differing(null, null)).toEqual([]);
  });
});
