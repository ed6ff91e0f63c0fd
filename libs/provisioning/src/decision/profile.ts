import { fitLogin, type FittedLogin } from '../mapping/login.js';
import { type Mapped, mapUser } from '../mapping/map-user.js';
import type { Link, UpsertOperation } from '../types.js';
import { EMAIL_KEPT, GROUPS_OFF, loginStays, loginTransformed, PASSWORD_OFF } from '../words/plans.js';
import { EMAIL_MISSING, requiredMissing } from '../words/rejections.js';
import type { Case } from './case.js';
import { membership } from './roles.js';

/** Usermeta with the user name of the directory, where that isn't the login. */
export const USER_NAME_META = 'usher_user_name';

/** How the account is to look, whether it may log in or not. */
export interface Profile {
  kind: 'profile';
  mapped: Mapped;
  login: FittedLogin;
  wanted: Pick<UpsertOperation, 'fields' | 'meta' | 'onCreate' | 'roles' | 'groups'>;
  notes: readonly string[];
}
export interface Refusal {
  kind: 'refusal';
  mapped: Mapped;
  code: 'email_missing' | 'required_missing';
  detail: string;
}

export function profileOf(given: Case): Profile | Refusal {
  const { event, link, policy, standing, subject } = given;
  const { user } = event;
  const mapped = mapUser(policy.compiled.mapping, subject, link);
  const login = loginOf(given, mapped);
  const addressOnce = policy.compiled.mapping.some(({ rule }) => rule.to === 'user_email' && rule.when === 'create');
  const email = addressOnce ? (standing.email ?? mapped.email) : (mapped.email ?? standing.email);
  if (email === undefined) return { kind: 'refusal', mapped, code: 'email_missing', detail: EMAIL_MISSING };
  const missing = mapped.missing.filter(({ rule }) => rule.to !== 'user_email');
  if (missing.length > 0) {
    const detail = missing.map(({ rule, sources }) =>
      requiredMissing(
        rule.to,
        sources.map(({ words }) => words),
      ),
    );
    return { kind: 'refusal', mapped, code: 'required_missing', detail: detail.join(' ') };
  }
  const meta = { ...mapped.meta, ...userNameMeta(given, login.login) };
  return {
    kind: 'profile',
    mapped,
    login,
    wanted: {
      fields: { user_login: login.login, user_email: email, ...mapped.fields },
      ...(isEmpty(meta) ? {} : { meta }),
      ...onCreate(mapped),
      ...membership(policy, user, mapped.roles),
    },
    notes: [
      ...loginNote(given, login),
      ...(mapped.email === undefined && !addressOnce ? [EMAIL_KEPT] : []),
      ...switchNotes(given),
    ],
  };
}

/** WordPress never renames a login: only an account that is yet to be made gets a new one. */
function loginOf({ event: { user }, policy, site, standing }: Case, mapped: Mapped): FittedLogin {
  if (standing.login !== null) return { login: standing.login, alternatives: [], transformed: false };
  const wanted = mapped.login ?? user.userName;
  if (!policy.settings.login.transform) return { login: wanted, alternatives: [], transformed: false };
  return fitLogin(wanted, user.id, site?.multisite === true);
}

/** By what Usher set last: its login isn't the user name of the directory. */
export const hasOtherName = (link: Link | null): boolean => (link?.fields?.[`meta.${USER_NAME_META}`] ?? '') !== '';

/** WordPress compares logins without regard to case. */
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function userNameMeta({ event: { user }, standing }: Case, login: string): Record<string, string | null> {
  if (!same(login, user.userName)) return { [USER_NAME_META]: user.userName };
  // Said of every account that is there: an attempt whose answer was lost may have set it.
  return standing.access === 'none' ? {} : { [USER_NAME_META]: null };
}

function loginNote({ event: { user }, standing, link }: Case, { login, transformed }: FittedLogin): string[] {
  if (transformed) return [loginTransformed(user.userName, login)];
  const known = link?.fields?.[`meta.${USER_NAME_META}`];
  if (standing.login === null || same(login, user.userName) || known === user.userName) return [];
  return [loginStays(login, user.userName)];
}

/** What the directory gives and the site's switches keep out. */
function switchNotes({ event: { user }, policy }: Case): string[] {
  const { switches, groupImport } = policy.settings;
  const groups = !switches.groups && (groupImport || policy.compiled.managesRoles);
  const password = !switches.password && user.password !== undefined;
  return [...(groups ? [GROUPS_OFF] : []), ...(password ? [PASSWORD_OFF] : [])];
}

function onCreate({ onCreate: { fields, meta } }: Mapped): Pick<UpsertOperation, 'onCreate'> {
  if (isEmpty(fields) && isEmpty(meta)) return {};
  return { onCreate: { ...(isEmpty(fields) ? {} : { fields }), ...(isEmpty(meta) ? {} : { meta }) } };
}

const isEmpty = (object: object) => Object.keys(object).length === 0;
