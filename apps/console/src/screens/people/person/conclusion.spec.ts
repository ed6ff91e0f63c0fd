import type { ExplainedStep, Explanation } from '../../../api/explain.js';
import { conclusionOf, groupsOf, ruleOf } from './conclusion.js';

const step = (name: ExplainedStep['step'], detail: string): ExplainedStep => ({
  ...{ step: name, rule: '', inputs: {}, detail },
});
const plan = (detail: string): Explanation['plan'] => ({
  ...{ kind: 'execute', code: null, detail, notes: [], departure: false, deleteAfterDays: null },
});

describe('what a dry run says', () => {
  it('is why nothing is done, else what would be done in the site', () => {
    const steps = [step('decided', 'It is to be there.'), step('executed', 'The account would be made.')];
    expect(conclusionOf({ plan: plan(''), steps })).toBe('The account would be made.');
    expect(conclusionOf({ plan: plan('Out of scope.'), steps })).toBe('Out of scope.');
  });

  it('has the fields as one step among the others, in their order', () => {
    const steps = [step('matched', 'm'), step('mapped', 'a'), step('mapped', 'b'), step('decided', 'd')];
    expect(groupsOf(steps).map((group) => (group.kind === 'one' ? group.step.detail : group.steps.length))).toEqual([
      'm',
      2,
      'd',
    ]);
  });

  it('tells a field from where it comes from', () => {
    expect(ruleOf('role <- a <- b')).toEqual({ field: 'role', source: 'a <- b' });
    expect(ruleOf('usher_user_name')).toEqual({ field: 'usher_user_name', source: '' });
  });
});
