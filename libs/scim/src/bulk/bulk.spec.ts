import {
  BULK_REQUEST_SCHEMA,
  type BulkOperation,
  inOrderOfReference,
  parseBulk,
  referencesOf,
  resolveBulkIds,
} from '../index.js';

const message = (Operations: unknown, more: object = {}): object => ({
  schemas: [BULK_REQUEST_SCHEMA],
  Operations,
  ...more,
});
const post = (bulkId: string, data: object = {}, path = '/Users'): object => ({ method: 'POST', path, bulkId, data });

function operationsOf(...operations: object[]): BulkOperation[] {
  const parsed = parseBulk(message(operations));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value.operations;
}

describe('parseBulk', () => {
  it('reads operations on users and groups', () => {
    const body = message(
      [
        post('a', { userName: 'ada' }),
        { Method: 'put', path: '/Groups/bulkId:g', version: 'W/"1"', data: {} },
        { method: 'PATCH', path: '/Users/7', bulkId: 'p', data: {} },
        { method: 'DELETE', path: '/Users/7' },
      ],
      { failOnErrors: 1 },
    );
    expect(parseBulk(body)).toEqual({
      ok: true,
      value: {
        failOnErrors: 1,
        operations: [
          { method: 'POST', bulkId: 'a', type: 'User', id: null, data: { userName: 'ada' }, version: null },
          { method: 'PUT', bulkId: null, type: 'Group', id: 'bulkId:g', data: {}, version: 'W/"1"' },
          { method: 'PATCH', bulkId: 'p', type: 'User', id: '7', data: {}, version: null },
          { method: 'DELETE', bulkId: null, type: 'User', id: '7', data: null, version: null },
        ],
      },
    });
  });

  it.each([
    ['no object', [], 'invalidSyntax'],
    ['no schemas', { Operations: [post('a')] }, 'invalidValue'],
    ['other schemas', { schemas: ['x'], Operations: [post('a')] }, 'invalidSyntax'],
    ['no operations', message([]), 'invalidSyntax'],
    ['an operation that is text', message(['x']), 'invalidSyntax'],
    ['failOnErrors of 0', message([post('a')], { failOnErrors: 0 }), 'invalidValue'],
    ['an unknown method', message([{ method: 'GET', path: '/Users/7' }]), 'invalidSyntax'],
    ['no path', message([{ method: 'DELETE' }]), 'invalidSyntax'],
    ['an unknown path', message([post('a', {}, '/Things')]), 'invalidPath'],
    ['a POST to a resource', message([post('a', {}, '/Users/7')]), 'invalidPath'],
    ['a DELETE of all', message([{ method: 'DELETE', path: '/Users' }]), 'invalidPath'],
    ['a path with a query', message([{ method: 'DELETE', path: '/Users/7?x=y' }]), 'invalidPath'],
    ['a POST without a bulkId', message([{ method: 'POST', path: '/Users', data: {} }]), 'invalidSyntax'],
    ['a POST without data', message([{ method: 'POST', path: '/Users', bulkId: 'a' }]), 'invalidSyntax'],
    ['a bulkId that is a number', message([{ ...post('a'), bulkId: 7 }]), 'invalidSyntax'],
    ['one bulkId twice', message([post('a'), post('a')]), 'invalidValue'],
  ])('refuses %s', (_, body, scimType) => {
    expect(parseBulk(body)).toEqual({ ok: false, error: { status: 400, scimType, detail: expect.any(String) } });
  });

  it('says which operation is at fault', () => {
    const parsed = parseBulk(message([post('a'), { method: 'DELETE', path: '/x' }]));
    expect(parsed).toMatchObject({ error: { detail: expect.stringContaining('Operations[1]') } });
  });

  it('answers 413 to more than 1000 operations, naming the limit', () => {
    const operations = Array.from({ length: 1001 }, (_, index) => post(String(index)));
    expect(parseBulk(message(operations))).toMatchObject({
      error: { status: 413, detail: expect.stringContaining('1000') },
    });
  });
});

describe('references', () => {
  const [operation] = operationsOf({
    method: 'PATCH',
    path: '/Groups/bulkId:g',
    data: {
      Operations: [
        { op: 'add', path: 'members', value: [{ value: 'bulkId:a' }, { value: 'bulkId:b', type: 'User' }] },
        { op: 'remove', path: 'members[value eq "bulkId:c"]' },
        { op: 'replace', path: 'displayName', value: 'see bulkId:x' },
      ],
    },
  }) as [BulkOperation];

  it('are found in the path and anywhere in the data', () => {
    expect(referencesOf(operation)).toEqual(['g', 'a', 'b', 'c']);
  });

  it('become ids, in a copy; those without one stay', () => {
    const before = structuredClone(operation.data);
    const ids = new Map([
      ['a', '1'],
      ['c', 'with "quotes"'],
    ]);
    expect(resolveBulkIds(operation.data, ids)).toEqual({
      Operations: [
        { op: 'add', path: 'members', value: [{ value: '1' }, { value: 'bulkId:b', type: 'User' }] },
        { op: 'remove', path: 'members[value eq "with \\"quotes\\""]' },
        { op: 'replace', path: 'displayName', value: 'see bulkId:x' },
      ],
    });
    expect(operation.data).toEqual(before);
    expect(resolveBulkIds(operation.data, new Map())).toBe(operation.data);
    expect(resolveBulkIds('bulkId:a', ids)).toBe('1');
  });

  it('leave "__proto__" what it is', () => {
    const data = JSON.parse('{"__proto__":{"x":"bulkId:a"}}') as { [key: string]: string };
    const resolved = resolveBulkIds(data, new Map([['a', '1']])) as object;
    expect(JSON.stringify(resolved)).toBe('{"__proto__":{"x":"1"}}');
    expect(Object.getPrototypeOf(resolved)).toBe(Object.prototype);
  });
});

describe('inOrderOfReference', () => {
  const order = (...operations: object[]): (string | null)[] =>
    inOrderOfReference(operationsOf(...operations)).map(({ bulkId, id }) => bulkId ?? id);
  const group = (bulkId: string, ...members: string[]): object =>
    post(bulkId, { members: members.map((value) => ({ value: `bulkId:${value}` })) }, '/Groups');

  it('keeps the order where nothing refers to anything', () => {
    expect(order(post('a'), { method: 'DELETE', path: '/Users/7' }, post('b'))).toEqual(['a', '7', 'b']);
  });
  it('puts an operation after those that it refers to', () => {
    expect(order(group('g', 'b', 'h', 'a'), post('a'), group('h', 'a'), post('b'))).toEqual(['b', 'a', 'h', 'g']);
    expect(order({ method: 'PUT', path: '/Users/bulkId:a', data: {} }, post('a'))).toEqual(['a', 'bulkId:a']);
  });
  it('has each once, in a circle too', () => {
    expect(order(group('g', 'h'), group('h', 'g', 'a'), post('a')).sort()).toEqual(['a', 'g', 'h']);
    expect(order(group('g', 'g'))).toEqual(['g']);
    expect(order(group('g', 'nobody'))).toEqual(['g']);
  });
  it('follows a chain of a thousand', () => {
    const chain = Array.from({ length: 1000 }, (_, index) => group(String(index), String(index + 1)));
    expect(order(...chain)).toEqual(Array.from({ length: 1000 }, (_, index) => String(999 - index)));
  });
});
