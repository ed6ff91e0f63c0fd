import { freshRule, moved, sourcePath, sourcesOf, withDestination, withOptions, withSources } from './rules.js';

const [given, family] = [{ path: 'name.givenName' }, { path: 'name.familyName' }];
const rule = { to: 'first_name', from: given };

describe('a rule of the mapping, as it is edited', () => {
  it('has one source or several, and is stored as people write it', () => {
    expect(sourcesOf(rule)).toEqual([given]);
    const two = withSources(rule, [given, family]);
    expect(two.from).toEqual([given, family]);
    expect(withSources(two, [family]).from).toEqual(family);
  });

  it('finds the faults of its sources whether there is one or several', () => {
    expect(sourcePath(rule, 2, 0)).toBe('mapping[2].from');
    expect(sourcePath(withSources(rule, [given, family]), 2, 1)).toBe('mapping[2].from[1]');
  });

  it('keeps a column for usermeta alone, and “once” for all but roles', () => {
    const meta = { to: 'meta.office', from: given, when: 'create' as const, column: 'Office', required: true };
    expect(withDestination(meta, 'meta.room')).toEqual({ ...meta, to: 'meta.room' });
    expect(withDestination(meta, 'nickname')).toEqual({ to: 'nickname', from: given, when: 'create', required: true });
    expect(withDestination(meta, 'role')).toEqual({ to: 'role', from: given, required: true });
  });

  it('leaves out what is so by itself', () => {
    const full = withOptions(rule, { when: 'create', required: true });
    expect(full).toEqual({ ...rule, when: 'create', required: true });
    expect(withOptions(full, { when: 'always', required: false, column: null })).toEqual(rule);
  });

  it('moves within the list and no further', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  it('begins with a field that has none', () => {
    expect(freshRule([{ to: 'user_login', from: given }]).to).toBe('user_email');
  });
});
