import type { TargetSettings } from '../../../api/target-settings.js';
import { useDraft } from '../draft/draft-context.js';

/** The part of the draft that says who gets which roles, and what the site has said of its roles. */
export function useRoles() {
  const { target, settings, readOnly, edit } = useDraft();
  return {
    readOnly,
    roles: settings.roles,
    known: target.lastStatus?.roles ?? [],
    mighty: target.lastStatus?.privilegedRoles ?? [],
    set: (change: Partial<TargetSettings['roles']>): void => edit({ roles: { ...settings.roles, ...change } }),
  };
}
