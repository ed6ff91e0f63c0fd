import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { faultsOf, type SettingsAnswer, type SettingsFault, tryOut } from '../../../api/target-settings.js';
import type { DraftCheck } from './draft-context.js';
import type { Draft } from './draft-store.js';

const PAUSE = 350;
const NOTHING: readonly SettingsFault[] = [];

/** Asks Usher, whenever the typing pauses, whether the draft could be saved. */
export function useDraftCheck(target: string, draft: Draft | undefined, allowed: boolean): DraftCheck {
  const [settled] = useDebouncedValue(draft, PAUSE);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['draft-check', target, settled?.version, settled?.settings],
    queryFn: async ({ signal }): Promise<{ answer?: SettingsAnswer; faults: readonly SettingsFault[] }> => {
      if (settled === undefined) return { faults: NOTHING };
      try {
        return { answer: await tryOut(target, settled.settings, signal), faults: NOTHING };
      } catch (failure) {
        const faults = faultsOf(failure);
        if (faults === undefined) throw failure;
        return { faults };
      }
    },
    enabled: settled !== undefined && draft !== undefined && allowed,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  if (draft === undefined) return { current: true, answer: undefined, faults: NOTHING, error: null };
  return {
    current: settled === draft && !isPlaceholderData && data !== undefined,
    answer: data?.answer,
    faults: data?.faults ?? NOTHING,
    error,
  };
}
