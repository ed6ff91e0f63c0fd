import { dialectsOf, ENTERPRISE_USER_SCHEMA, parseResource, parseSchema, USER_SCHEMA } from '../index.js';

const urn = 'urn:acme:2.0:User';
const custom = (...attributes: unknown[]): object => ({ id: urn, attributes });

describe('parseSchema', () => {
  it('has the defaults of RFC 7643 section 7 for what it is not told', () => {
    const parsed = parseSchema(custom({ name: 'badge' }, { name: 'link', type: 'reference' }));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        id: urn,
        name: 'User',
        attributes: [
          {
            name: 'badge',
            type: 'string',
            multiValued: false,
            required: false,
            caseExact: false,
            mutability: 'readWrite',
            returned: 'default',
            uniqueness: 'none',
          },
          { name: 'link', caseExact: true },
        ],
      },
    });
  });

  it('takes every type, and a complex one of one level', () => {
    const types = ['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary'];
    const simple = types.map((type) => ({ name: `a${type}`, type }));
    const parsed = parseSchema(custom(...simple, { name: 'c', type: 'complex', subAttributes: simple }));
    expect(parsed).toMatchObject({ ok: true });
  });

  it('makes an extension that a user has under its URN, in any case', () => {
    const parsed = parseSchema({ ...custom({ name: 'badge' }), id: 'URN:acme:2.0:User' });
    const { user } = dialectsOf({ userExtensions: parsed.ok ? [parsed.value] : [] });
    const body = { schemas: [USER_SCHEMA], userName: 'ada', 'urn:ACME:2.0:user': { BADGE: '7' } };
    expect(parseResource(user, body)).toEqual({
      ok: true,
      value: { attributes: { userName: 'ada', active: true, [urn]: { badge: '7' } }, ignored: [] },
    });
  });

  it.each<[unknown, string]>([
    [null, 'JSON object'],
    [{ attributes: [] }, 'id:'],
    [{ id: 'acme', attributes: [] }, 'id:'],
    [{ id: 'urn:acme:a[b', attributes: [] }, 'id:'],
    [{ id: 'urn:acme:a,b', attributes: [] }, 'id:'],
    [{ id: `urn:acme:${'a'.repeat(200)}`, attributes: [] }, 'id:'],
    [{ id: USER_SCHEMA, attributes: [{ name: 'a' }] }, 'id:'],
    [{ id: `${ENTERPRISE_USER_SCHEMA}:more`.toUpperCase(), attributes: [{ name: 'a' }] }, 'id:'],
    [{ id: 'urn:ietf:params:scim', attributes: [{ name: 'a' }] }, 'id:'],
    [{ id: 'urn:scim:schemas:core:1.0', attributes: [{ name: 'a' }] }, 'id:'],
    [{ id: 'urn:ietf:params:scim:api:messages:2.0:PatchOp', attributes: [{ name: 'a' }] }, 'id:'],
    [{ id: urn }, 'attributes:'],
    [custom(), 'attributes:'],
    [custom('x'), 'attributes[0]:'],
    [custom({}), 'attributes[0].name:'],
    [custom({ name: 'a' }, { name: 'A' }), 'attributes[1].name:'],
    [custom({ name: 'a b' }), 'attributes[0].name:'],
    [custom({ name: '__proto__' }), 'attributes[0].name:'],
    [custom({ name: 'constructor' }), 'attributes[0].name:'],
    [custom({ name: 'a'.repeat(101) }), 'attributes[0].name:'],
    [custom({ name: 'a', type: 'text' }), 'attributes[0].type:'],
    [custom({ name: 'a', required: 'yes' }), 'attributes[0].required:'],
    [custom({ name: 'a', mutability: 'x' }), 'attributes[0].mutability:'],
    [custom({ name: 'a', returned: 'x' }), 'attributes[0].returned:'],
    [custom({ name: 'a', uniqueness: 'server' }), 'attributes[0].uniqueness:'],
    [custom({ name: 'a', required: true, mutability: 'writeOnly' }), 'attributes[0].required:'],
    [custom({ name: 'a', canonicalValues: 'x' }), 'attributes[0].canonicalValues:'],
    [custom({ name: 'a', canonicalValues: ['x', 7] }), 'attributes[0].canonicalValues[1]:'],
    [custom({ name: 'a', type: 'complex' }), 'attributes[0].subAttributes:'],
    [custom({ name: 'a', subAttributes: [{ name: 'b' }] }), 'attributes[0].subAttributes:'],
    [
      custom({ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }),
      'attributes[0].subAttributes[0].type:',
    ],
    [
      custom({ name: 'a', type: 'complex', subAttributes: [{ name: 'b', multiValued: true }] }),
      'attributes[0].subAttributes[0].multiValued:',
    ],
    [custom(...Array.from({ length: 201 }, (_, index) => ({ name: `a${index}` }))), 'attributes: more than 200'],
    [
      custom({ name: 'a', type: 'complex', subAttributes: Array.from({ length: 200 }, (_, i) => ({ name: `a${i}` })) }),
      'attributes: more than 200',
    ],
  ])('refuses %j, and says where', (json, where) => {
    expect(parseSchema(json)).toEqual({
      ok: false,
      error: { status: 400, scimType: 'invalidValue', detail: expect.stringContaining(where) },
    });
  });
});
