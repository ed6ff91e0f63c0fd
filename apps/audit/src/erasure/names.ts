import type { Json } from '@usher/events';
import { MASKED } from '../policies/mask.js';
import type { AuditEntry } from '../record/entry.js';

/** What stands in an entry for a person's name that was erased. */
export const ERASED = '(erased)';

const MOST_NAMES = 500;

/** Attributes (the last name of their path) whose values name the person, in the directory and in a site. */
const NAMING =
  /^(username|externalid|emails|value|displayname|formatted|user_login|user_email|email|login|display_name)$/i;

type Names = Pick<AuditEntry, 'userName' | 'email' | 'login' | 'externalId' | 'changes'>;

/** All names by which an entry of a person knows the person, before and after. */
export function namesIn({ userName, email, login, externalId, changes }: Names): string[] {
  const names = [userName, email, login, externalId].filter((name) => name !== null);
  for (const { path, before, after } of changes) {
    const attribute = /[^.:]+$/.exec(path)?.[0] ?? path;
    if (!NAMING.test(attribute)) continue;
    for (const value of [before, after]) names.push(...textsIn(value));
  }
  return names;
}

/** Of a multi-valued attribute `value` alone: a type or a display form is nobody's name. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== 'object') return [];
  return 'value' in value ? textsIn(value.value ?? null) : [];
}

/** The names without repetition, the longest first. */
export function distinctNames(names: Iterable<string>): string[] {
  const distinct = new Map<string, string>();
  for (const name of names)
    if (name.trim() !== '' && name !== MASKED) distinct.set(name.trim().toLowerCase(), name.trim());
  return [...distinct.values()].sort((a, b) => b.length - a.length).slice(0, MOST_NAMES);
}
