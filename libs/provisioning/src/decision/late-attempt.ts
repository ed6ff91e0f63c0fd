import { clearedValue, mapUser } from '../mapping/map-user.js';
import type { FieldName, Operation, UpsertOperation } from '../types.js';
import type { Case } from './case.js';
import { heirsOf } from './heirs.js';
import { allowed, type BarePlan } from './presence.js';
import { skipHash } from './state-hash.js';

/**
 * An attempt at an older state comes again. Its answer may have been lost, and then it has left traces that no newer
 * event knew of; they are undone with the newest revision. Null where there can't be any.
 *
 * Its account: the user was out of scope later, and nothing was sent. Its fields: what was never set by all that is
 * recorded is taken for a person's and left alone.
 */
export function lateAttempt(given: Case, newest: number): BarePlan | null {
  const { link, account } = given;
  if (account !== undefined || link === null) return null;
  if (link.wordpressId !== null) return undoneFields(given, newest);
  return link.stateHash === skipHash('out_of_scope') ? undoneAccount(given, newest) : null;
}

function undoneAccount(given: Case, newest: number): BarePlan | null {
  const { policy, subject } = given;
  const { do: mode, days = null } = policy.settings.deprovisioning.outOfScope;
  if (mode === 'nothing') return null;
  const common = { scimId: given.event.user.id, revision: newest, ...allowed(given) };
  const operation: Operation =
    mode === 'delete'
      ? { ...common, op: 'delete', reassign: heirsOf(policy, subject) }
      : { ...common, op: mode === 'remove_roles' ? mode : 'deactivate' };
  return { ...QUIET, operation, deleteAfterDays: mode === 'delete_after' ? days : null };
}

function undoneFields(given: Case, newest: number): BarePlan | null {
  const { event, link, policy, subject } = given;
  const { user } = event;
  const { login = null, fields: before = null, status } = link ?? {};
  if (user.deleted || before === null || login === null) return null;
  if (before.user_email === undefined || !UNDOABLE.has(status ?? '')) return null;
  const { fields, meta } = mapUser(policy.compiled.mapping, subject, null);
  const names = (Object.keys(fields) as FieldName[]).filter((name) => before[name] === undefined);
  const keys = Object.keys(meta).filter((key) => before[`meta.${key}`] === undefined);
  if (names.length === 0 && keys.length === 0) return null;
  const cleared = Object.fromEntries(names.map((name) => [name, clearedValue(name, user.userName)]));
  const operation: UpsertOperation = {
    ...{ op: 'upsert', scimId: user.id, revision: newest, active: status !== 'inactive' },
    ...allowed(given),
    ...(status === 'without_roles' ? { withoutRoles: true } : {}),
    fields: { user_login: login, user_email: before.user_email, ...cleared },
    ...(keys.length > 0 ? { meta: Object.fromEntries(keys.map((key) => [key, null])) } : {}),
  };
  return { ...QUIET, operation, deleteAfterDays: null };
}

const UNDOABLE: ReadonlySet<string> = new Set(['active', 'held', 'inactive', 'without_roles']);

const QUIET = { kind: 'execute', fallback: null, notes: [], departure: false } as const;
