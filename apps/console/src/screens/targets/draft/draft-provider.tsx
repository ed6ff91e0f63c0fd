import { type ReactNode, useCallback, useMemo, useSyncExternalStore } from 'react';
import type { TargetSettings } from '../../../api/target-settings.js';
import type { TargetDetails } from '../../../api/targets.js';
import { useRole } from '../../../auth/use-session.js';
import { type DraftAccess, DraftContext } from './draft-context.js';
import { type Draft, draftStore } from './draft-store.js';
import { same } from './merge.js';
import { useDraftCheck } from './use-draft-check.js';

/** One draft of a site's settings for all tabs that show parts of it. */
export function DraftProvider({ target, children }: { target: TargetDetails; children: ReactNode }) {
  const { id, version, settings: saved } = target;
  const draft = useSyncExternalStore(draftStore.subscribe, () => draftStore.get(id));
  const { may } = useRole();
  const readOnly = !may('administrator');
  const check = useDraftCheck(id, draft, !readOnly);

  const replace = useCallback(
    (settings: TargetSettings) => {
      const before = draftStore.get(id);
      const base: Omit<Draft, 'settings'> = before ?? { version, base: saved };
      draftStore.set(id, same(settings, base.base) ? undefined : { ...base, settings });
    },
    [id, version, saved],
  );
  const access = useMemo<DraftAccess>(
    () => ({
      ...{ target, draft, check, readOnly, replace },
      settings: draft?.settings ?? saved,
      edit: (change) => replace({ ...(draftStore.get(id)?.settings ?? saved), ...change }),
      discard: () => draftStore.set(id, undefined),
      rebase: (next) => draftStore.set(id, same(next.settings, next.base) ? undefined : next),
    }),
    [target, draft, check, readOnly, replace, id, saved],
  );
  return <DraftContext value={access}>{children}</DraftContext>;
}
