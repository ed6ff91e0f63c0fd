import type { TargetSettings } from '@usher/provisioning';

/** What an operator should know who takes rules out of the mapping. */
export function removedRuleNotes(before: Partial<TargetSettings>, after: Pick<TargetSettings, 'mapping'>): string[] {
  const left = new Set(after.mapping.map(({ to }) => to));
  const gone = new Set((before.mapping ?? []).map(({ to }) => to).filter((to) => !left.has(to)));
  return [...gone].map(
    (to) =>
      `There is no rule for ${to} any more: what it has in WordPress stays as it is. To have it emptied, save a rule for it with ` +
      `{"expression": "\\"\\""} as its source, resynchronise, and remove the rule after that.`,
  );
}
