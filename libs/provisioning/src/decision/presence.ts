import type { UpsertOperation } from '../types.js';
import { switchedOffWords } from '../words/plans.js';
import type { Case } from './case.js';
import { explainMapping, explainMatching } from './explain.js';
import { matchKeys } from './match-keys.js';
import type { Plan } from './plan.js';
import { profileOf } from './profile.js';

type Decided<P> = P extends unknown ? Omit<P, 'steps'> : never;
/** A plan before the steps are put to it. */
export type BarePlan = Decided<Plan>;

export function switchedOff(what: Parameters<typeof switchedOffWords>[0], login: string | null): BarePlan {
  return { kind: 'skip', code: 'switched_off', detail: switchedOffWords(what, login) };
}

/** Somebody who belongs to the site: the account is to be there, open, and as the directory has it. */
export function presence(given: Case): BarePlan {
  const { policy, standing, event } = given;
  const { switches } = policy.settings;
  const { access } = standing;
  if (access === 'none' && !switches.create)
    return switchedOff(given.lost === true ? 'recreate' : 'create', standing.login);
  if ((access === 'shut' || access === 'without_roles') && !switches.reactivate) {
    return switchedOff('reactivate', standing.login);
  }
  if (access === 'open' && !switches.update) return switchedOff('update', standing.login);

  const profile = profileOf(given);
  const keys = profile.kind === 'profile' ? matchKeys(given, profile) : [];
  explainMatching(given, keys);
  explainMapping(given, profile.mapped.readings);
  if (profile.kind === 'refusal') return { kind: 'reject', code: profile.code, detail: profile.detail };
  const { login, wanted, notes } = profile;
  const { id: scimId, revision, password } = event.user;
  const reopened = access !== 'none' && !switches.update;
  const operation: UpsertOperation = {
    ...{ op: 'upsert', scimId, revision, active: true },
    ...allowed(given),
    ...(reopened ? { fields: asLeft(given, wanted.fields) } : wanted),
    ...(login.alternatives.length > 0 ? { loginAlternatives: login.alternatives } : {}),
    ...(keys.length > 0 ? { match: keys } : {}),
    ...(switches.password && password !== undefined && !reopened ? { password } : {}),
  };
  return { kind: 'execute', operation, fallback: null, notes, departure: false, deleteAfterDays: null };
}

/** The protocol wants these two: as they were, where updates are switched off. */
function asLeft({ standing }: Case, { user_login, user_email }: UpsertOperation['fields']): UpsertOperation['fields'] {
  return { user_login, user_email: standing.email ?? user_email };
}

export function allowed({ policy }: Pick<Case, 'policy'>): Pick<UpsertOperation, 'allow'> {
  const { allow } = policy.compiled;
  return allow.length > 0 ? { allow } : {};
}
