import type { Standing } from '../../api/standings.js';
import { outcomeOf } from './outcome.js';

const standing = (state: Standing['state'], more: Partial<Standing> = {}) => ({
  ...{ state, target: { id: 'blog', name: 'Blog', siteUrl: '' }, account: { id: 1, login: 'ada' }, reason: null },
  ...more,
});

describe('what came of an act', () => {
  it('is not told while it is on its way', () => {
    expect(outcomeOf(standing('waiting'), 'Ada')).toBeNull();
  });

  it('is told with the reason where it failed', () => {
    const told = outcomeOf(standing('failed', { reason: 'The login is taken.' }), 'Ada');
    expect(told).toMatchObject({ message: 'The login is taken.', color: 'red' });
  });

  it('tells an account that is gone from one that is as wanted', () => {
    expect(outcomeOf(standing('none', { account: null }), 'Ada')?.message).toContain('no account');
    expect(outcomeOf(standing('current'), 'Ada')?.message).toContain('Blog has it');
  });
});
