import { RecentUsers } from './recent-users.js';

const user = (id: string, revision = 1, attributes = 'x'.repeat(10)) => ({
  id,
  revision,
  attributes,
  groups: null,
  created: new Date(0),
  modified: new Date(0),
});

describe('RecentUsers', () => {
  it('keeps the newest revision of a user, for its connection only', () => {
    const recent = new RecentUsers(100);
    recent.see('a', user('1', 2));
    recent.see('a', user('1', 1));
    expect(recent.get('a', '1')?.revision).toBe(2);
    expect(recent.get('b', '1')).toBeUndefined();
  });

  it('never holds more than its capacity, and forgets what was seen longest ago', () => {
    const recent = new RecentUsers(30);
    for (const id of ['1', '2', '3']) recent.see('a', user(id));
    recent.see('a', user('1'));
    recent.see('a', user('4'));
    expect(['1', '2', '3', '4'].filter((id) => recent.get('a', id))).toEqual(['1', '3', '4']);
    recent.see('a', user('big', 1, 'x'.repeat(31)));
    expect(['1', '3', '4', 'big'].filter((id) => recent.get('a', id))).toEqual([]);
  });

  it('gives back the room of what it is told to forget', () => {
    const recent = new RecentUsers(20);
    recent.see('a', user('1'));
    recent.forget('a', '1');
    recent.forget('a', '1');
    recent.see('a', user('2'));
    recent.see('a', user('3'));
    expect(['1', '2', '3'].filter((id) => recent.get('a', id))).toEqual(['2', '3']);
  });
});
