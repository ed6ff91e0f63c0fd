import {
  type Dialect,
  dialectsOf,
  ENTERPRISE_USER_SCHEMA,
  GROUP,
  groupResource,
  type JsonObject,
  parseProjection,
  parseSchema,
  project,
  type SchemaDefinition,
  USER,
  USER_SCHEMA,
  userResource,
} from './index.js';

type Query = { attributes?: string; excludedAttributes?: string };

function shown(dialect: Dialect, resource: JsonObject, query: Query): object {
  const parsed = parseProjection(dialect, query);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return project(resource, parsed.value);
}

const enterprise: JsonObject = { department: 'd', manager: { value: 'm' } };
const times = { revision: 3, created: '2026-01-01T00:00:00.000Z', lastModified: '2026-02-01T00:00:00.000Z' };
const ada = userResource({
  id: '7',
  attributes: {
    userName: 'ada',
    active: true,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'a@x', type: 'work' }, { value: 'b@x' }],
    [ENTERPRISE_USER_SCHEMA]: enterprise,
  },
  groups: [{ id: 'g', displayName: 'Editors' }],
  baseUrl: 'https://h/scim/v2',
  ...times,
});
const schemas = [USER_SCHEMA, ENTERPRISE_USER_SCHEMA];

describe('a projection', () => {
  it('shows what is asked for, and always schemas and id', () => {
    expect(shown(USER, ada, { attributes: 'USERNAME, name.givenName,emails.value,nonsense' })).toEqual({
      schemas,
      id: '7',
      userName: 'ada',
      name: { givenName: 'Ada' },
      emails: [{ value: 'a@x' }, { value: 'b@x' }],
    });
  });

  it('shows attributes of an extension', () => {
    const part = { schemas, id: '7', [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'm' } } };
    expect(shown(USER, ada, { attributes: `${ENTERPRISE_USER_SCHEMA}:manager.value` })).toEqual(part);
    const whole = { schemas, id: '7', [ENTERPRISE_USER_SCHEMA]: enterprise };
    expect(shown(USER, ada, { attributes: ENTERPRISE_USER_SCHEMA })).toEqual(whole);
  });

  it('leaves out what is excluded, but never schemas and id', () => {
    const excludedAttributes = `id,schemas,meta,groups,name,emails.type,${ENTERPRISE_USER_SCHEMA}:manager`;
    expect(shown(USER, ada, { excludedAttributes })).toEqual({
      schemas,
      id: '7',
      userName: 'ada',
      active: true,
      emails: [{ value: 'a@x' }, { value: 'b@x' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'd' },
    });
  });

  it('leaves the members out of a group', () => {
    const members = [{ value: '1', kind: null }];
    const group = groupResource({ id: '9', attributes: { displayName: 'E' }, members, baseUrl: '', ...times });
    expect(shown(GROUP, group, { excludedAttributes: 'members' })).not.toHaveProperty('members');
    expect(shown(GROUP, group, { attributes: 'userName,displayName' })).toMatchObject({ displayName: 'E' });
  });

  it('is the resource itself when nothing is asked', () => {
    expect(parseProjection(USER, { attributes: ' ', excludedAttributes: '' })).toEqual({ ok: true, value: null });
    expect(project(ada, null)).toBe(ada);
  });

  it('is refused for both at once, and for too many names', () => {
    const refused = { error: { status: 400, scimType: 'invalidValue' } };
    expect(parseProjection(USER, { attributes: 'id', excludedAttributes: 'name' })).toMatchObject(refused);
    expect(parseProjection(USER, { attributes: 'a,'.repeat(201) })).toMatchObject(refused);
  });
});

describe('what a custom attribute says of when it is returned', () => {
  const urn = 'urn:acme:2.0:User';
  const parsed = parseSchema({
    id: urn,
    attributes: [
      { name: 'badge', returned: 'always' },
      { name: 'note', returned: 'request' },
      { name: 'pin', returned: 'never' },
      { name: 'floor' },
      {
        name: 'desk',
        type: 'complex',
        multiValued: true,
        subAttributes: [{ name: 'value', returned: 'always' }, { name: 'secret', returned: 'never' }, { name: 'room' }],
      },
    ],
  });
  const { user } = dialectsOf({ userExtensions: [(parsed as { value: SchemaDefinition }).value] });
  const desk = [{ value: '1', secret: 's', room: 'r' }];
  const resource = { id: '7', userName: 'ada', [urn]: { badge: 'b', note: 'n', pin: 'p', floor: 'f', desk } };
  const part = (query: Query): unknown => (shown(user, resource, query) as JsonObject)[urn];

  it('is kept when nothing is asked', () => {
    expect(part({})).toEqual({ badge: 'b', floor: 'f', desk: [{ value: '1', room: 'r' }] });
  });
  it('is kept when something is asked', () => {
    expect(part({ attributes: 'userName' })).toEqual({ badge: 'b', desk: [{ value: '1' }] });
    expect(part({ attributes: `${urn}:note,${urn}:pin` })).toEqual({ badge: 'b', note: 'n', desk: [{ value: '1' }] });
    expect(part({ attributes: `${urn}:desk.room,${urn}:desk.secret` })).toEqual({
      badge: 'b',
      desk: [{ value: '1', room: 'r' }],
    });
    expect(part({ attributes: urn })).toEqual({ badge: 'b', floor: 'f', desk: [{ value: '1', room: 'r' }] });
  });
  it('is kept when something is excluded', () => {
    expect(part({ excludedAttributes: urn })).toEqual({ badge: 'b', desk: [{ value: '1' }] });
    expect(part({ excludedAttributes: `${urn}:desk.value,${urn}:floor` })).toEqual({
      badge: 'b',
      desk: [{ value: '1', room: 'r' }],
    });
  });
});
