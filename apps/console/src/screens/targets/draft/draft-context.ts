import { createContext, use } from 'react';
import type { SettingsAnswer, SettingsFault, TargetSettings } from '../../../api/target-settings.js';
import type { TargetDetails } from '../../../api/targets.js';
import { faultsAt, faultWords } from './faults.js';
import type { Draft } from './draft-store.js';

/** What Usher says of the draft; nothing was saved. */
export interface DraftCheck {
  /** The draft that is spoken of is the one on the screen. */
  current: boolean;
  answer: SettingsAnswer | undefined;
  faults: readonly SettingsFault[];
  /** It couldn't be checked. */
  error: unknown;
}

export interface DraftAccess {
  target: TargetDetails;
  /** With what isn't saved yet. */
  settings: TargetSettings;
  /** Undefined: nothing differs from what is saved. */
  draft: Draft | undefined;
  check: DraftCheck;
  /** The role doesn't allow to change anything. */
  readOnly: boolean;
  edit(change: Partial<TargetSettings>): void;
  /** As a whole: from the text, from an earlier version. */
  replace(settings: TargetSettings): void;
  discard(): void;
  /** Based on another version from now on. */
  rebase(draft: Draft): void;
}

export const DraftContext = createContext<DraftAccess | undefined>(undefined);

/** @throws outside the screen of one site */
export function useDraft(): DraftAccess {
  const access = use(DraftContext);
  if (access === undefined) throw new Error('There is no draft here.');
  return access;
}

/** What is wrong at a path, for the field beside it; undefined: nothing. */
export function useFault(path: string): string | undefined {
  const { check } = useDraft();
  const found = faultsAt(check.faults, path);
  return found.length === 0 ? undefined : found.map(faultWords).join(' ');
}
