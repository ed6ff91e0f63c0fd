import type { Subject } from '../subject.js';
import type { AccountFields, FieldName, Link } from '../types.js';
import { applyRule, type CompiledRule, type Reading } from './rule.js';

/** What the mapping makes of a user. */
export interface Mapped {
  /** What the login is to be, as the directory has it; {@link fitLogin} makes one of it that WordPress allows. */
  login: string | undefined;
  email: string | undefined;
  /** To be so always. */
  fields: Partial<Omit<AccountFields, 'user_login' | 'user_email'>>;
  /** null removes. */
  meta: Record<string, string | null>;
  /** Only when the account is made. */
  onCreate: { fields: Mapped['fields']; meta: Record<string, string> };
  roles: readonly string[];
  /** Rules that must have a value and don't. */
  missing: readonly CompiledRule[];
  readings: readonly Reading[];
}

/** What a field is without a value: WordPress needs two of them, and these are the user name then. */
export function clearedValue(field: FieldName, userName: string): string {
  return field === 'display_name' || field === 'nickname' ? userName : '';
}

/**
 * Applies the rules to a user. Total: whatever the attributes are, it gives an answer.
 *
 * A field that the IdP never sent is left out, so that what people wrote in WordPress stays; one that the IdP sent before
 * (it is in the link) and sends no more is cleared.
 */
export function mapUser(rules: readonly CompiledRule[], subject: Subject, link: Pick<Link, 'fields'> | null): Mapped {
  const before = link?.fields ?? {};
  const userName = String(subject.resource.userName);
  const readings = rules.map((rule) => applyRule(rule, subject));
  const fields: Mapped['fields'] = {};
  const meta: Mapped['meta'] = {};
  const onCreate: Mapped['onCreate'] = { fields: {}, meta: {} };
  let roles: readonly string[] = [];
  let login: string | undefined;
  let email: string | undefined;
  for (const { rule, values } of readings) {
    const { to } = rule;
    const [value] = values;
    const once = rule.rule.when === 'create';
    if (to.kind === 'role') roles = values;
    else if (to.kind === 'field' && to.name === 'user_login') login = value;
    else if (to.kind === 'field' && to.name === 'user_email') email = value;
    else if (to.kind === 'field') {
      const had = !once && before[to.name] !== undefined;
      const wanted = value ?? (had ? clearedValue(to.name, userName) : undefined);
      if (wanted !== undefined) (once ? onCreate.fields : fields)[to.name as keyof Mapped['fields']] = wanted;
    } else if (once) {
      if (value !== undefined) onCreate.meta[to.key] = value;
    } else if (value !== undefined || before[`meta.${to.key}`] !== undefined) meta[to.key] = value ?? null;
  }
  const missing = readings.filter(({ rule, values }) => rule.rule.required === true && values.length === 0);
  return { login, email, fields, meta, onCreate, roles, missing: missing.map(({ rule }) => rule), readings };
}
