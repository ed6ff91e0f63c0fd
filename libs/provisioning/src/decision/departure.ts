import type { Departure } from '../settings/settings.js';
import type { Operation, UpsertOperation } from '../types.js';
import { leftUntouched, NOT_IN_SCOPE } from '../words/plans.js';
import type { Case } from './case.js';
import { explainMapping, explainMatching } from './explain.js';
import { heirsOf } from './heirs.js';
import { allowed, type BarePlan, switchedOff } from './presence.js';
import { profileOf } from './profile.js';
import { skipHash } from './state-hash.js';

export type Reason = 'inactive' | 'deleted' | 'outOfScope';

/** From the mildest. */
const STRENGTH: readonly Departure['do'][] = ['nothing', 'remove_roles', 'deactivate', 'delete_after', 'delete'];

/** Why the user is to leave the site; null: to stay. One who is inactive and out of scope leaves by the stricter of both. */
export function reasonToLeave({ event: { user }, policy }: Case, inScope: boolean): Reason | null {
  if (user.deleted) return 'deleted';
  if (user.active) return inScope ? null : 'outOfScope';
  const { inactive, outOfScope } = policy.settings.deprovisioning;
  return inScope || STRENGTH.indexOf(inactive.do) > STRENGTH.indexOf(outOfScope.do) ? 'inactive' : 'outOfScope';
}

/**
 * Somebody who leaves. Where no account is known the site is told all the same, since an attempt whose answer was lost
 * may have made one; not so for who never was anything but out of scope, as in a small site that may be nearly everybody:
 * should an attempt at an earlier state turn up, `lateAttempt` undoes it.
 */
export function departure(given: Case, reason: Reason): BarePlan {
  const { policy, standing, due = false } = given;
  const { switches, deprovisioning } = policy.settings;
  const { do: mode, days = null } = deprovisioning[reason];
  if (reason === 'outOfScope' && isUntouched(given)) {
    return { kind: 'skip', code: 'out_of_scope', detail: NOT_IN_SCOPE };
  }
  switch (mode) {
    case 'nothing':
      return { kind: 'skip', code: 'by_policy', detail: leftUntouched(reason, standing.login) };
    case 'delete':
      return switches.delete ? removal(given) : switchedOff('delete', standing.login);
    case 'delete_after':
      if (due) return switches.delete ? removal(given) : switchedOff('delete', standing.login);
      return switches.deactivate ? shutting(given, mode, days) : switchedOff('deactivate', standing.login);
    case 'deactivate':
    case 'remove_roles':
      return switches.deactivate ? shutting(given, mode, null) : switchedOff('deactivate', standing.login);
  }
}

/** Nothing was ever sent for the user, by all that is recorded. */
function isUntouched({ link, standing }: Case): boolean {
  return standing.access === 'none' && (link === null || link.stateHash === skipHash('out_of_scope'));
}

/** Also for a user who never was in the site: the connector keeps the revision, so that older events stay stale. */
function removal(given: Case): BarePlan {
  const { policy, subject } = given;
  explainMatching(given, []);
  const operation: Operation = { ...base(given), op: 'delete', reassign: heirsOf(policy, subject) };
  const fallback = policy.settings.switches.deactivate ? ({ ...base(given), op: 'deactivate' } as const) : null;
  return { ...EXECUTE, operation, fallback, departure: takesAccess(given, 'delete') };
}

/** The account stays, up to date, and is shut out or has no role; what can't be brought up to date doesn't hinder that. */
function shutting(given: Case, mode: 'deactivate' | 'remove_roles' | 'delete_after', days: number | null): BarePlan {
  const { policy, standing } = given;
  const withoutRoles = mode === 'remove_roles';
  const bare: Operation = { ...base(given), op: withoutRoles ? 'remove_roles' : 'deactivate' };
  const rest = { departure: takesAccess(given, bare.op), deleteAfterDays: days };
  const profile = standing.access !== 'none' && policy.settings.switches.update ? profileOf(given) : null;
  explainMatching(given, []);
  if (profile !== null) explainMapping(given, profile.mapped.readings);
  if (profile?.kind !== 'profile') return { ...EXECUTE, ...rest, operation: bare, fallback: null };
  const operation: UpsertOperation = {
    ...{ ...base(given), op: 'upsert', active: withoutRoles },
    ...(withoutRoles ? { withoutRoles } : {}),
    ...profile.wanted,
  };
  return { ...EXECUTE, ...rest, operation, fallback: bare, notes: profile.notes };
}

const EXECUTE = { kind: 'execute', fallback: null, notes: [], departure: false, deleteAfterDays: null } as const;

function base(given: Case) {
  const { id: scimId, revision } = given.event.user;
  return { scimId, revision, ...allowed(given) };
}

/** Whether it ends the access to an account that, by all that is recorded, is open. */
function takesAccess({ link, standing: { access } }: Case, op: Operation['op']): boolean {
  if (link === null || link.wordpressId === null) return false;
  return access === 'open' || (access === 'without_roles' && op !== 'remove_roles');
}
