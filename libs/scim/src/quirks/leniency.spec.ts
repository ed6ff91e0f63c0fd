import {
  applyPatch,
  type Dialect,
  dialectsOf,
  ENTERPRISE_USER_SCHEMA,
  LENIENCIES,
  type Leniency,
  matches,
  parseBulk,
  parseFilter,
  parsePatch,
  parseResource,
  PATCH_SCHEMA,
  type Result,
  type ScimAttributes,
  USER_SCHEMA,
} from '../index.js';

const ada: ScimAttributes = {
  userName: 'ada',
  active: true,
  emails: [{ value: 'h@x', type: 'home', primary: true }],
};

const post =
  (more: object, schemas: string[] = [USER_SCHEMA]) =>
  (dialect: Dialect): Result<unknown> => {
    const parsed = parseResource(dialect, { schemas, userName: 'ada', ...more });
    return parsed.ok ? { ok: true, value: parsed.value.attributes } : parsed;
  };

const patch =
  (...Operations: object[]) =>
  (dialect: Dialect): Result<unknown> => {
    const parsed = parsePatch(dialect, { schemas: [PATCH_SCHEMA], Operations });
    return parsed.ok ? applyPatch(dialect, ada, parsed.value.operations) : parsed;
  };

const find =
  (text: string) =>
  (dialect: Dialect): Result<unknown> => {
    const parsed = parseFilter(dialect, text);
    return parsed.ok ? { ok: true, value: matches(parsed.value, ada) } : parsed;
  };

const bulk = ({ leniencies }: Dialect): Result<unknown> => {
  const operation = { method: 'delete', path: '/Users/1' };
  const parsed = parseBulk(
    { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [operation] },
    leniencies,
  );
  return parsed.ok ? { ok: true, value: parsed.value.operations[0]?.method } : parsed;
};

interface Case {
  leniency: Leniency;
  what: string;
  send: (dialect: Dialect) => Result<unknown>;
  /** With that leniency alone. */
  on: unknown;
  /** Without any: the keyword of the 400, or the value all the same. */
  off: string | { value: unknown };
}

const { emails: _, ...without } = ada;
const cases: Case[] = [
  {
    leniency: 'stringBooleans',
    what: 'in a body',
    send: post({ active: 'False' }),
    on: { userName: 'ada', active: false },
    off: 'invalidValue',
  },
  {
    leniency: 'stringBooleans',
    what: 'in a filter',
    send: find('emails[primary eq "True"]'),
    on: true,
    off: 'invalidFilter',
  },
  {
    leniency: 'verbCase',
    what: 'in PATCH',
    send: patch({ op: 'Add', path: 'title', value: 'x' }),
    on: { ...ada, title: 'x' },
    off: 'invalidSyntax',
  },
  { leniency: 'verbCase', what: 'in a bulk', send: bulk, on: 'DELETE', off: 'invalidSyntax' },
  {
    leniency: 'olderSchemas',
    what: 'URNs',
    send: post({}, ['urn:scim:schemas:core:1.0']),
    on: { userName: 'ada', active: true },
    off: 'invalidSyntax',
  },
  {
    leniency: 'olderSchemas',
    what: 'managerId, which is dropped otherwise',
    send: post({ [ENTERPRISE_USER_SCHEMA]: { manager: { managerId: '7' } } }),
    on: { userName: 'ada', active: true, [ENTERPRISE_USER_SCHEMA]: { manager: { value: '7' } } },
    off: { value: { userName: 'ada', active: true } },
  },
  {
    leniency: 'bareValues',
    what: 'text for a list',
    send: post({ emails: 'a@x' }),
    on: { userName: 'ada', active: true, emails: [{ value: 'a@x' }] },
    off: 'invalidValue',
  },
  {
    leniency: 'bareValues',
    what: 'an object for a list',
    send: post({ emails: { value: 'a@x' } }),
    on: { userName: 'ada', active: true, emails: [{ value: 'a@x' }] },
    off: 'invalidValue',
  },
  {
    leniency: 'bareValues',
    what: 'text for an object',
    send: patch({ op: 'add', path: `${ENTERPRISE_USER_SCHEMA}:manager`, value: '7' }),
    on: { ...ada, [ENTERPRISE_USER_SCHEMA]: { manager: { value: '7' } } },
    off: 'invalidValue',
  },
  {
    leniency: 'packedRoles',
    what: 'JSON text, which is any text otherwise',
    send: post({ roles: [{ value: '{"value":"Admin"}' }] }),
    on: { userName: 'ada', active: true, roles: [{ value: 'Admin' }] },
    off: { value: { userName: 'ada', active: true, roles: [{ value: '{"value":"Admin"}' }] } },
  },
  {
    leniency: 'wrappedValues',
    what: 'a list around a single value',
    send: patch({ op: 'add', path: 'displayName', value: [{ value: 'Ada' }] }),
    on: { ...ada, displayName: 'Ada' },
    off: 'invalidValue',
  },
  {
    leniency: 'removeByValue',
    what: 'a value instead of a filter',
    send: patch({ op: 'remove', path: 'emails', value: [{ value: 'h@x' }] }),
    on: without,
    off: 'invalidValue',
  },
  {
    leniency: 'dottedKeys',
    what: 'a dotted key',
    send: patch({ op: 'replace', value: { 'name.givenName': 'Ada' } }),
    on: { ...ada, name: { givenName: 'Ada' } },
    off: 'invalidPath',
  },
  {
    leniency: 'dottedKeys',
    what: 'a key with a URN before it',
    send: patch({ op: 'replace', value: { [`${ENTERPRISE_USER_SCHEMA}:department`]: 'x' } }),
    on: { ...ada, [ENTERPRISE_USER_SCHEMA]: { department: 'x' } },
    off: 'invalidPath',
  },
  {
    leniency: 'unwritableKeys',
    what: 'the id',
    send: patch({ op: 'replace', value: { id: '7', title: 'x' } }),
    on: { ...ada, title: 'x' },
    off: 'mutability',
  },
  {
    leniency: 'createOnNoMatch',
    what: 'a value that the filter describes',
    send: patch({ op: 'add', path: 'emails[type eq "work"].value', value: 'w@x' }),
    on: {
      ...ada,
      emails: [
        { value: 'h@x', type: 'home', primary: true },
        { value: 'w@x', type: 'work' },
      ],
    },
    off: 'noTarget',
  },
  { leniency: 'unquotedValues', what: 'a word', send: find('userName eq ada'), on: true, off: 'invalidFilter' },
  {
    leniency: 'filteredSubs',
    what: 'a comparison after brackets',
    send: find('emails[type eq "home"].value eq "h@x"'),
    on: true,
    off: 'invalidFilter',
  },
  {
    leniency: 'foreignPaths',
    what: 'a path into an unknown extension',
    send: patch({ op: 'add', path: 'urn:acme:2.0:User:tag', value: 'x' }),
    on: ada,
    off: 'invalidPath',
  },
];

describe('a leniency', () => {
  it.each(cases)('$leniency takes $what', ({ leniency, send, on }) => {
    expect(send(dialectsOf({ leniencies: [leniency] }).user)).toEqual({ ok: true, value: on });
  });

  it.each(cases)('is needed for $what: $leniency', ({ send, off }) => {
    const expected =
      typeof off === 'string'
        ? { ok: false, error: { status: 400, scimType: off, detail: expect.any(String) } }
        : { ok: true, value: off.value };
    expect(send(dialectsOf({ strict: true }).user)).toEqual(expected);
  });

  it('has a case for each, but for that which the server acts on', () => {
    const tested = new Set<string>(cases.map(({ leniency }) => leniency));
    expect(LENIENCIES.filter((leniency) => !tested.has(leniency))).toEqual(['membersByExternalId']);
  });

  it('is on for every one when none is named, and off for every one in strict', () => {
    expect([...dialectsOf().user.leniencies]).toEqual([...LENIENCIES]);
    expect(dialectsOf({ strict: true, leniencies: LENIENCIES }).group.leniencies.size).toBe(0);
  });
});
