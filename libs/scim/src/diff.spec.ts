import { diffAttributes, ENTERPRISE_USER_SCHEMA, type ScimAttributes } from './index.js';

describe('diffAttributes', () => {
  it('names what differs by its path, and null for unassigned', () => {
    const custom = 'urn:acme:2.0:User';
    const before: ScimAttributes = {
      userName: 'ada',
      active: true,
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'a@x' }, { value: 'b@x' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'd', manager: { value: 'm' } },
    };
    const after: ScimAttributes = {
      ...before,
      active: false,
      name: { givenName: 'Ada' },
      emails: [{ value: 'a@x' }],
      title: 'x',
      [ENTERPRISE_USER_SCHEMA]: { department: 'e', manager: { value: 'n' } },
      [custom]: { badge: { code: 7 } },
    };
    expect(diffAttributes(before, after)).toEqual([
      { path: 'active', before: true, after: false },
      { path: 'name.familyName', before: 'Lovelace', after: null },
      { path: 'emails', before: before.emails, after: [{ value: 'a@x' }] },
      { path: `${ENTERPRISE_USER_SCHEMA}:department`, before: 'd', after: 'e' },
      { path: `${ENTERPRISE_USER_SCHEMA}:manager.value`, before: 'm', after: 'n' },
      { path: 'title', before: null, after: 'x' },
      { path: `${custom}:badge.code`, before: null, after: 7 },
    ]);
  });

  it('is empty for the same attributes in another order', () => {
    expect(diffAttributes({ a: { b: 1, c: [2] } }, { a: { c: [2], b: 1 } })).toEqual([]);
  });
});
