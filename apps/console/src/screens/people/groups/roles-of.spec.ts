import type { TargetSettings } from '../../../api/target-settings.js';
import { rolesOf } from './roles-of.js';

const switches = { groups: true } as TargetSettings['switches'];
const site = (id: string, rules: { group: string; roles: string[] }[], more: object = {}) => ({
  ...{ id, name: `Site ${id}`, connection: '*' },
  settings: { switches, roles: { default: null, rules, precedence: 'all' as const } },
  ...more,
});
const editors = { id: '01a2-editors', displayName: 'Editors', connection: 'okta' };

describe('the roles that a group gives', () => {
  it('are those of rules that name it or its id, whatever the case', () => {
    const rules = [
      { group: 'editors', roles: ['editor'] },
      { group: '01a2-editors', roles: ['author', 'editor'] },
      { group: 'Others', roles: ['administrator'] },
    ];
    expect(rolesOf(editors, [site('a', rules)])).toEqual([
      { site: { id: 'a', name: 'Site a' }, roles: ['editor', 'author'] },
    ]);
  });

  it('are none in sites of other connections, and in those that take no groups', () => {
    const rules = [{ group: 'Editors', roles: ['editor'] }];
    const off = { ...switches, groups: false };
    const closed = { settings: { switches: off, roles: { default: null, rules, precedence: 'all' } } };
    expect(rolesOf(editors, [site('a', rules, { connection: 'entra' }), site('b', rules, closed)])).toEqual([]);
  });
});
