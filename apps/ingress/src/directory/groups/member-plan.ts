import type { Filter, MemberChange } from '@usher/scim';

/** What becomes of a group's members, whatever they were before. */
export interface MemberPlan {
  /** `none`: those that were there go, unless they are added. */
  keep: 'all' | 'none';
  add: string[];
  remove: string[];
  /** Those that were there and fulfil one of these go, too. */
  removeWhere: Filter[];
  /** Whether a user may be named by its externalId, even before it is there. */
  byExternalId: boolean;
}

export const KEEP_ALL: MemberPlan = { keep: 'all', add: [], remove: [], removeWhere: [], byExternalId: false };

export const isNothing = ({ keep, add, remove, removeWhere }: MemberPlan): boolean =>
  keep === 'all' && add.length + remove.length + removeWhere.length === 0;

/** Changes one after another as one change: of two that concern one member, the later counts. */
export function planOf(changes: readonly MemberChange[], byExternalId: boolean): MemberPlan {
  let keep: MemberPlan['keep'] = 'all';
  const add = new Set<string>();
  const remove = new Set<string>();
  const removeWhere: Filter[] = [];
  const clear = (): void => {
    keep = 'none';
    add.clear();
    remove.clear();
    removeWhere.length = 0;
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'set':
        clear();
        for (const value of change.values) add.add(value);
        break;
      case 'clear':
        clear();
        break;
      case 'add':
        for (const value of change.values) {
          remove.delete(value);
          add.add(value);
        }
        break;
      case 'remove':
        for (const value of change.values) {
          add.delete(value);
          remove.add(value);
        }
        break;
      case 'removeWhere':
        removeWhere.push(change.filter);
        break;
    }
  }
  return { keep, add: [...add], remove: [...remove], removeWhere, byExternalId };
}
