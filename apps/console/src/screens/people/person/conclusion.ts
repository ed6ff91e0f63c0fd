import type { Explanation } from '../../../api/explain.js';

/** The sentence that sums it up: what would be done in the site, or why nothing is. Pure. */
export function conclusionOf({ plan, steps }: Pick<Explanation, 'plan' | 'steps'>): string {
  if (plan.detail !== '') return plan.detail;
  return (steps.findLast(({ step }) => step === 'executed') ?? steps.at(-1))?.detail ?? '';
}

export type StepGroup =
  { kind: 'one'; step: Explanation['steps'][number] } | { kind: 'fields'; steps: Explanation['steps'] };

/** The fields, of which there are many, stand together as one step. Pure. */
export function groupsOf(steps: Explanation['steps']): StepGroup[] {
  const groups: StepGroup[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.step !== 'mapped') groups.push({ kind: 'one', step });
    else if (last?.kind === 'fields') last.steps.push(step);
    else groups.push({ kind: 'fields', steps: [step] });
  }
  return groups;
}

/** `user_login <- userName` in its two halves. Pure. */
export function ruleOf(rule: string): { field: string; source: string } {
  const at = rule.indexOf(' <- ');
  return at === -1 ? { field: rule, source: '' } : { field: rule.slice(0, at), source: rule.slice(at + 4) };
}
