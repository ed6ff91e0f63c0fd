import { usersParameters, usersSearchOf } from './users-search.js';

describe('a search for people', () => {
  it('is in the address, and read from it again', () => {
    const search = { q: 'ada', connection: 'okta', who: 'inactive', sort: 'lastModified', order: 'desc' } as const;
    expect(usersSearchOf(usersParameters(search))).toEqual(search);
  });

  it('leaves the address empty where nothing is asked for', () => {
    expect(usersParameters(usersSearchOf(new URLSearchParams())).toString()).toBe('');
  });

  it('is as by default where an address says what nobody knows', () => {
    const search = usersSearchOf(new URLSearchParams('who=nobody&sort=shoe&order=up'));
    expect(search).toMatchObject({ who: 'all', sort: 'userName', order: 'asc' });
  });
});
