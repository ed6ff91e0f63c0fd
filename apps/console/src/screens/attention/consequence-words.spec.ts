import type { Consequence } from '../../api/waiting.js';
import { consequenceWords, effectOf } from './consequence-words.js';

const consequence = (action: string, more: Partial<Consequence> = {}): Consequence => ({
  ...{ action, detail: '', deleteAfterDays: null, heirs: [] },
  ...more,
});
const account = { login: 'ada' };

describe('what a word would bring about', () => {
  it('tells a deletion at once from one on a later day', () => {
    expect(effectOf(consequence('delete'))).toBe('delete');
    expect(effectOf(consequence('deactivate', { deleteAfterDays: 30 }))).toBe('deleteLater');
    expect(consequenceWords(consequence('deactivate', { deleteAfterDays: 30 }), account)).toContain('30 days later');
  });

  it('says that nothing would be done where the settings have changed since', () => {
    expect(effectOf(null)).toBe('nothing');
    expect(effectOf(consequence('none'))).toBe('nothing');
  });

  it('names who inherits, and says what becomes of content that nobody inherits', () => {
    const heirs = [{ by: 'login', value: 'boss' }];
    expect(consequenceWords(consequence('delete', { heirs }), account)).toContain('goes to boss');
    expect(consequenceWords(consequence('delete'), account)).toContain('an account with content is not deleted');
    const manager = [{ by: 'scimId', value: '01a2-id' }, ...heirs];
    expect(consequenceWords(consequence('delete', { heirs: manager }), account)).not.toContain('01a2-id');
  });

  it('names the account, and says so where none is known', () => {
    expect(consequenceWords(consequence('deactivate'), account)).toContain('The account ada is shut');
    expect(consequenceWords(consequence('deactivate'), null)).toContain('if there is one');
  });
});
