import {
  ENTERPRISE_USER_SCHEMA,
  GROUP,
  GROUP_SCHEMA,
  groupResource,
  parseResource,
  type ScimAttributes,
  USER,
  USER_SCHEMA,
  userResource,
} from './index.js';

const baseUrl = 'https://h/scim/v2';
const state = {
  id: '7',
  revision: 3,
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-02-01T00:00:00.000Z',
  baseUrl,
};
const attributes: ScimAttributes = {
  userName: 'ada',
  active: true,
  emails: [{ value: 'a@x', type: 'work' }, { value: 'b@x' }],
  [ENTERPRISE_USER_SCHEMA]: { department: 'd', manager: { value: 'm' } },
};
const meta = {
  resourceType: 'User',
  created: state.created,
  lastModified: state.lastModified,
  location: `${baseUrl}/Users/7`,
  version: 'W/"3"',
};

describe('userResource', () => {
  it('shows the schemas in use, the groups, and meta with location and version', () => {
    const groups = [
      { id: 'g', displayName: 'Editors' },
      { id: 'h', displayName: 'All', type: 'indirect' as const },
    ];
    expect(userResource({ ...state, attributes: { ...attributes, 'urn:acme:2.0:User': { a: 1 } }, groups })).toEqual({
      ...attributes,
      'urn:acme:2.0:User': { a: 1 },
      schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA, 'urn:acme:2.0:User'],
      id: '7',
      groups: [
        { value: 'g', $ref: `${baseUrl}/Groups/g`, display: 'Editors', type: 'direct' },
        { value: 'h', $ref: `${baseUrl}/Groups/h`, display: 'All', type: 'indirect' },
      ],
      meta,
    });
    const plain = userResource({ ...state, attributes: { userName: 'a', active: true }, groups: [] });
    expect(plain).toMatchObject({ schemas: [USER_SCHEMA] });
    expect(plain).not.toHaveProperty('groups');
  });

  it('comes back as the same attributes when a client puts it', () => {
    const resource = userResource({ ...state, attributes, groups: [{ id: 'g', displayName: 'Editors' }] });
    expect(parseResource(USER, resource)).toEqual({ ok: true, value: { attributes, ignored: [] } });
  });
});

describe('groupResource', () => {
  const group = { ...state, attributes: { displayName: 'Editors' } };

  it('shows the kind and place of members that are there, the value alone of those that are not', () => {
    const members = [
      { value: '1', kind: 'User' as const },
      { value: '2', kind: 'Group' as const },
      { value: 'x', kind: null },
    ];
    expect(groupResource({ ...group, members })).toEqual({
      schemas: [GROUP_SCHEMA],
      id: '7',
      displayName: 'Editors',
      members: [
        { value: '1', $ref: `${baseUrl}/Users/1`, type: 'User' },
        { value: '2', $ref: `${baseUrl}/Groups/2`, type: 'Group' },
        { value: 'x' },
      ],
      meta: { ...meta, resourceType: 'Group', location: `${baseUrl}/Groups/7` },
    });
    expect(groupResource(group)).not.toHaveProperty('members');
  });

  it('comes back as the same attributes and members when a client puts it', () => {
    const resource = groupResource({ ...group, members: [{ value: '1', kind: 'User' }] });
    const expected = { displayName: 'Editors', members: [{ value: '1', type: 'User' }] };
    expect(parseResource(GROUP, resource)).toEqual({ ok: true, value: { attributes: expected, ignored: [] } });
  });
});
