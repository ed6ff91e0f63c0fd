import { NOBODY } from './directory.js';
import { batches } from './repairs.js';

const finding = (scimId: string, group: 'profile' | 'roles' | 'orphaned', connection: string | null = 'idp') => ({
  ...{ scimId, connection, group, wordpressId: 7, login: scimId, revision: 1 },
});

describe('repairs', () => {
  it('of one user are one, with all the groups that are to be put right', () => {
    const found = [finding('1', 'roles'), finding('1', 'profile'), finding('1', 'roles')];
    expect(batches(found)).toEqual([{ connection: 'idp', groups: ['profile', 'roles'], scimIds: ['1'] }]);
  });

  it('of the same groups go together, those of others and of other connections by themselves', () => {
    const found = [
      finding('1', 'roles'),
      finding('2', 'roles'),
      finding('3', 'profile'),
      finding('4', 'roles', 'other'),
    ];
    expect(batches(found)).toEqual([
      { connection: 'idp', groups: ['roles'], scimIds: ['1', '2'] },
      { connection: 'idp', groups: ['profile'], scimIds: ['3'] },
      { connection: 'other', groups: ['roles'], scimIds: ['4'] },
    ]);
  });

  it('of somebody whom no connection knows are nobody’s', () => {
    expect(batches([finding('1', 'orphaned', null)])).toEqual([
      { connection: NOBODY, groups: ['orphaned'], scimIds: ['1'] },
    ]);
  });
});
