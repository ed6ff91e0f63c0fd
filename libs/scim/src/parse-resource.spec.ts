import { ENTERPRISE_USER_SCHEMA, parseResource, replaceResource, USER, USER_SCHEMA } from './index.js';

const body = (more: object): object => ({ schemas: [USER_SCHEMA], userName: 'ada', ...more });

function attributesOf(given: unknown): object {
  const parsed = parseResource(USER, given);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value.attributes;
}

describe('parseResource', () => {
  it('takes attribute names in any case and keeps the canonical ones', () => {
    const given = { SCHEMAS: [USER_SCHEMA.toUpperCase()], USERNAME: 'ada', Name: { GIVENNAME: 'Ada' } };
    expect(attributesOf({ ...given, [ENTERPRISE_USER_SCHEMA.toLowerCase()]: { DEPARTMENT: 'x' } })).toEqual({
      userName: 'ada',
      name: { givenName: 'Ada' },
      active: true,
      [ENTERPRISE_USER_SCHEMA]: { department: 'x' },
    });
  });

  it('keeps neither id, meta, groups nor the password, which it gives apart from the attributes', () => {
    const given = body({ id: '1', meta: { version: 'x' }, groups: [{ value: 'g' }], PassWord: 'secret' });
    const value = { attributes: { userName: 'ada', active: true }, ignored: [], password: 'secret' };
    expect(parseResource(USER, given)).toEqual({ ok: true, value });
    expect(replaceResource(USER, {}, given)).toMatchObject({ ok: true, value: { password: 'secret' } });
  });

  it.each([undefined, null, ''])('gives no password for %p', (password) => {
    expect(parseResource(USER, body({ password }))).toEqual({
      ok: true,
      value: { attributes: { userName: 'ada', active: true }, ignored: [] },
    });
  });

  it('takes null, an empty list, an empty object and a value of "" for unassigned', () => {
    const given = body({ title: null, emails: [], name: {}, phoneNumbers: [{ value: '', type: 'work' }] });
    expect(attributesOf(given)).toEqual({ userName: 'ada', active: true });
  });

  it('drops what no schema knows and names it', () => {
    const given = body({
      'urn:acme:User': { a: 1 },
      name: { nick: 'x', givenName: 'Ada' },
      constructor: 'x',
      [ENTERPRISE_USER_SCHEMA]: { desk: '7' },
    });
    expect(parseResource(USER, given)).toEqual({
      ok: true,
      value: {
        attributes: { userName: 'ada', name: { givenName: 'Ada' }, active: true },
        ignored: ['urn:acme:User', 'name.nick', 'constructor', `${ENTERPRISE_USER_SCHEMA}:desk`],
      },
    });
  });

  it('lets no "__proto__" through, at the top or within', () => {
    const text = `{"schemas":["${USER_SCHEMA}"],"userName":"ada","__proto__":{"active":false},"name":{"__proto__":{"familyName":"x"},"givenName":"Ada"}}`;
    const attributes = attributesOf(JSON.parse(text)) as { name: object };
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(attributes).toEqual({ userName: 'ada', name: { givenName: 'Ada' }, active: true });
    expect(Object.keys(attributes.name)).toEqual(['givenName']);
  });

  it('shares nothing with the body', () => {
    const emails = [{ value: 'a@x' }];
    const attributes = attributesOf(body({ emails }));
    emails[0]!.value = 'changed';
    expect(attributes).toMatchObject({ emails: [{ value: 'a@x' }] });
  });

  it.each([
    ['no object', [], 'invalidSyntax'],
    ['text', 'x', 'invalidSyntax'],
    ['null', null, 'invalidSyntax'],
    ['no schemas', { userName: 'ada' }, 'invalidValue'],
    ['schemas that are no list', { schemas: USER_SCHEMA, userName: 'ada' }, 'invalidSyntax'],
    [
      'the schema of a group',
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], userName: 'a' },
      'invalidSyntax',
    ],
    ['no userName', { schemas: [USER_SCHEMA] }, 'invalidValue'],
    ['a blank userName', body({ userName: ' ' }), 'invalidValue'],
    ['a number for a string', body({ userName: 7 }), 'invalidValue'],
    ['an object for a string', body({ title: {} }), 'invalidValue'],
    ['a list for a single value', body({ displayName: ['x'] }), 'invalidValue'],
    ['text for an object', body({ name: 'Ada' }), 'invalidValue'],
    ['a word for a boolean', body({ active: 'yes' }), 'invalidValue'],
    ['a number for a boolean', body({ active: 0 }), 'invalidValue'],
    ['a number among e-mails', body({ emails: [7] }), 'invalidValue'],
    [
      'two primary e-mails',
      body({
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: 'True' },
        ],
      }),
      'invalidValue',
    ],
    ['a certificate that is no base 64', body({ x509Certificates: [{ value: '<>' }] }), 'invalidValue'],
    ['text for an extension', body({ [ENTERPRISE_USER_SCHEMA]: 'x' }), 'invalidValue'],
    ['NUL, which PostgreSQL can not store', body({ title: 'a\0b' }), 'invalidValue'],
    ['half a surrogate pair, likewise', body({ title: 'a\ud800' }), 'invalidValue'],
    ['a userName that no index can hold', body({ userName: 'a'.repeat(513) }), 'invalidValue'],
    ['a title of 64 KiB and more', body({ title: 'a'.repeat(65_537) }), 'invalidValue'],
    ['more than 1000 values', body({ emails: Array.from({ length: 1001 }, () => ({ value: 'a' })) }), 'invalidValue'],
  ])('refuses %s', (_, given, scimType) => {
    expect(parseResource(USER, given)).toEqual({
      ok: false,
      error: { status: 400, scimType, detail: expect.any(String) },
    });
  });

  it('refuses a body nested deeper than 32, even where it would be dropped, without exhausting the stack', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    expect(parseResource(USER, body({ x: nested(31) }))).toMatchObject({ ok: true });
    expect(parseResource(USER, body({ x: nested(32) }))).toMatchObject({
      error: { status: 400, scimType: 'invalidSyntax' },
    });
    expect(parseResource(USER, body({ x: nested(5000) }))).toMatchObject({
      error: { status: 400, scimType: 'invalidSyntax' },
    });
  });
});

describe('replaceResource', () => {
  it('unassigns what the body lacks, but does not let a leaver back in by silence', () => {
    const current = { userName: 'ada', title: 'x', active: false };
    expect(replaceResource(USER, current, body({}))).toMatchObject({
      value: { attributes: { userName: 'ada', active: false } },
    });
    expect(replaceResource(USER, current, body({ active: true }))).toMatchObject({
      value: { attributes: { active: true } },
    });
    expect(current).toEqual({ userName: 'ada', title: 'x', active: false });
    expect(replaceResource(USER, { userName: 'ada' }, body({}))).toEqual({
      ok: true,
      value: { attributes: { userName: 'ada' }, ignored: [] },
    });
  });
});
