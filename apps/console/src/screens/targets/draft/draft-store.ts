import type { TargetSettings } from '../../../api/target-settings.js';

/** Changes that aren't saved. */
export interface Draft {
  /** The version that they were made from. */
  version: number;
  base: TargetSettings;
  settings: TargetSettings;
}

const KEY = 'usher.draft.';
const listeners = new Set<() => void>();
/** The same object for the same text, as React wants it. */
const read = new Map<string, { text: string; draft: Draft }>();

/** Kept with the browser's tab, so that a reload or a look at another screen loses nothing. */
export const draftStore = {
  get(target: string): Draft | undefined {
    const text = sessionStorage.getItem(KEY + target);
    if (text === null) return undefined;
    const known = read.get(target);
    if (known?.text === text) return known.draft;
    const draft = JSON.parse(text) as Draft;
    read.set(target, { text, draft });
    return draft;
  },

  set(target: string, draft: Draft | undefined): void {
    if (draft === undefined) sessionStorage.removeItem(KEY + target);
    else sessionStorage.setItem(KEY + target, JSON.stringify(draft));
    listeners.forEach((listener) => listener());
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
