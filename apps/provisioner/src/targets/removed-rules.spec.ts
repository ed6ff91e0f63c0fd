import { DEFAULT_SETTINGS, type MappingRule } from '@usher/provisioning';
import { removedRuleNotes } from './removed-rules.js';

const withRules = (...names: MappingRule['to'][]) => ({
  mapping: names.map((to) => ({ to, from: { constant: 'x' } })),
});

describe('an operator who saves settings', () => {
  it('is told of each field that no rule sets any more that its value stays', () => {
    const notes = removedRuleNotes(withRules('meta.a', 'meta.a', 'locale', 'meta.b'), withRules('locale', 'meta.c'));
    expect(notes).toEqual([
      expect.stringMatching(/^There is no rule for meta\.a any more: what it has in WordPress stays/),
      expect.stringMatching(/^There is no rule for meta\.b any more/),
    ]);
  });

  it('is told nothing where every field has its rule still', () => {
    expect(removedRuleNotes(DEFAULT_SETTINGS, DEFAULT_SETTINGS)).toEqual([]);
    expect(removedRuleNotes({}, DEFAULT_SETTINGS)).toEqual([]);
  });
});
