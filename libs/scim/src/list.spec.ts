import { listResponse, MAX_RESULTS, parsePaging } from './index.js';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];

describe('parsePaging', () => {
  it.each([
    [{}, { startIndex: 1, count: 100 }],
    [
      { startIndex: '0', count: '-1' },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: '11', count: '5000' },
      { startIndex: 11, count: MAX_RESULTS },
    ],
    [
      { startIndex: 3, count: 0 },
      { startIndex: 3, count: 0 },
    ],
  ])('reads %j', (query, value) => {
    expect(parsePaging(query)).toEqual({ ok: true, value: { ...value, cursor: null } });
  });

  it('reads a cursor, an empty one for the first page, and then no startIndex', () => {
    expect(parsePaging({ cursor: '', startIndex: '7', count: '10' })).toEqual({
      ok: true,
      value: { startIndex: 1, count: 10, cursor: '' },
    });
    expect(parsePaging({ cursor: 'abc' })).toMatchObject({ value: { cursor: 'abc' } });
  });

  it.each([
    [{ startIndex: 'x' }, 'invalidValue'],
    [{ count: '1.5' }, 'invalidValue'],
    [{ count: '9'.repeat(20) }, 'invalidValue'],
    [{ count: 'x', cursor: '' }, 'invalidCount'],
  ])('refuses %j', (query, scimType) => {
    expect(parsePaging(query)).toMatchObject({ error: { status: 400, scimType } });
  });
});

describe('listResponse', () => {
  it('wraps a page by index', () => {
    expect(listResponse({ resources: [{ id: '7' }], totalResults: 9, startIndex: 3 })).toEqual({
      schemas,
      totalResults: 9,
      startIndex: 3,
      itemsPerPage: 1,
      Resources: [{ id: '7' }],
    });
  });
  it('wraps a page by cursor', () => {
    expect(listResponse({ resources: [], totalResults: 9, nextCursor: 'n' })).toEqual({
      schemas,
      totalResults: 9,
      nextCursor: 'n',
      itemsPerPage: 0,
      Resources: [],
    });
  });
});
