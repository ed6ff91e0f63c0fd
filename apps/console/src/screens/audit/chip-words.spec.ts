import { chipsOf } from './chip-words.js';

const nameOf = (id: string): string => ({ c1: 'Okta' })[id] ?? id;
const wordsOf = (search: Parameters<typeof chipsOf>[0]): string[] => chipsOf(search, nameOf).map(({ words }) => words);

describe('the chips of a search', () => {
  it('say what is set in words, one chip for each part', () => {
    const search = {
      userName: 'a*',
      action: 'create,group.update',
      status: 'rejected',
      connection: 'c1',
      last: '7d',
    } as const;
    expect(wordsOf(search)).toEqual([
      'User name: a*',
      'Action: Create user, Update group',
      'Status: Failed or refused',
      'Connection: Okta',
      'Last 7 days',
    ]);
  });

  it('show a word that nobody knows as it is', () => {
    expect(wordsOf({ action: 'job.started', kind: 'constructor', from: 'yesterday' })).toEqual([
      'Action: Job started',
      'Kind: constructor',
      'From: yesterday',
    ]);
  });

  it('are none for a search of nothing', () => {
    expect(wordsOf({})).toEqual([]);
  });
});
