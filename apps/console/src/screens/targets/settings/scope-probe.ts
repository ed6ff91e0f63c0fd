/**
 * Settings by which everybody is skipped but who is active and in the scope: so the others are those who belong to the
 * site. All else is as by default, which has no faults.
 */
export function scopeProbe(scope: string | null): object {
  const nothing = { do: 'nothing' };
  return { scope, deprovisioning: { inactive: nothing, deleted: nothing, outOfScope: nothing } };
}
