import { ENTERPRISE_USER_SCHEMA, GROUP, parseSearch, parseSort, SEARCH_SCHEMA, USER } from '../index.js';

const refused = (scimType: string): object => ({
  ok: false,
  error: { status: 400, scimType, detail: expect.any(String) },
});

describe('parseSort', () => {
  it('reads an attribute in any case, ascending unless it says otherwise', () => {
    expect(parseSort(USER, { sortBy: 'USERNAME' })).toMatchObject({
      value: { path: { schema: null, name: 'userName', sub: null }, definition: { type: 'string' }, descending: false },
    });
    expect(parseSort(USER, { sortBy: `${ENTERPRISE_USER_SCHEMA}:department`, sortOrder: 'Descending' })).toMatchObject({
      value: { path: { schema: ENTERPRISE_USER_SCHEMA, name: 'department' }, descending: true },
    });
  });
  it('takes the value of a multi-valued attribute', () => {
    expect(parseSort(USER, { sortBy: 'emails' })).toMatchObject({
      value: { path: { name: 'emails', sub: 'value' }, definition: { name: 'value' } },
    });
  });
  it('knows that no resource has an unknown attribute, as in a list of users and groups', () => {
    expect(parseSort(GROUP, { sortBy: 'userName' })).toMatchObject({ ok: true, value: { path: { name: 'userName' } } });
  });
  it('is null when there is nothing to sort by', () => {
    expect(parseSort(USER, { sortOrder: 'descending' })).toEqual({ ok: true, value: null });
    expect(parseSort(USER, { sortBy: ' ' })).toEqual({ ok: true, value: null });
  });
  it.each([
    [{ sortBy: 'name' }, 'invalidPath'],
    [{ sortBy: 'a b' }, 'invalidPath'],
    [{ sortBy: 'emails[type eq "work"].value' }, 'invalidPath'],
    [{ sortBy: ENTERPRISE_USER_SCHEMA }, 'invalidPath'],
    [{ sortBy: 'userName', sortOrder: 'up' }, 'invalidValue'],
  ])('refuses %j', (query, scimType) => {
    expect(parseSort(USER, query)).toEqual(refused(scimType));
  });
});

describe('parseSearch', () => {
  it('gives what a query would have', () => {
    expect(
      parseSearch({
        schemas: [SEARCH_SCHEMA],
        ATTRIBUTES: ['userName', 'emails.value'],
        filter: 'userName sw "a"',
        sortBy: 'userName',
        sortOrder: 'descending',
        startIndex: 11,
        count: 10,
        cursor: '',
      }),
    ).toEqual({
      ok: true,
      value: {
        attributes: 'userName,emails.value',
        filter: 'userName sw "a"',
        sortBy: 'userName',
        sortOrder: 'descending',
        startIndex: '11',
        count: '10',
        cursor: '',
      },
    });
    expect(parseSearch({ schemas: [SEARCH_SCHEMA], excludedAttributes: ['name'], filter: null })).toEqual({
      ok: true,
      value: { excludedAttributes: 'name' },
    });
  });
  it.each([
    [[], 'invalidSyntax'],
    [{}, 'invalidValue'],
    [{ schemas: ['x'] }, 'invalidSyntax'],
    [{ schemas: [SEARCH_SCHEMA], attributes: [7] }, 'invalidValue'],
    [{ schemas: [SEARCH_SCHEMA], attributes: {} }, 'invalidValue'],
    [{ schemas: [SEARCH_SCHEMA], filter: 7 }, 'invalidValue'],
    [{ schemas: [SEARCH_SCHEMA], cursor: 7 }, 'invalidValue'],
    [{ schemas: [SEARCH_SCHEMA], count: '7' }, 'invalidValue'],
  ])('refuses %j', (body, scimType) => {
    expect(parseSearch(body)).toEqual(refused(scimType));
  });
});
