import type { Json } from '@usher/events';
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

/** The names without repetition, the longest first, so that none is replaced within another. */
export function distinctNames(names: Iterable<string>): string[] {
  const distinct = new Map<string, string>();
  for (const name of names) if (name.trim() !== '') distinct.set(name.trim().toLowerCase(), name.trim());
  return [...distinct.values()].sort((a, b) => b.length - a.length).slice(0, MOST_NAMES);
}

/** A short number may be a count or a revision: it is a name only where it is the whole value, or one of a list. */
const isShortNumber = (name: string): boolean => /^\d{1,5}$/.test(name);

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Replaces a person's names, whatever the case of their letters, in the words of entries that aren't the person's own. */
export class NameEraser {
  private readonly whole: ReadonlySet<string>;
  private readonly within: RegExp[];

  constructor(names: readonly string[]) {
    this.whole = new Set(names.map((name) => name.toLowerCase()));
    const [before, after] = ['(?<![\\p{L}\\p{N}_@.+-])', '(?![\\p{L}\\p{N}_@+-]|\\.[\\p{L}\\p{N}])'];
    const pattern = (chosen: string[], start: string, end: string): RegExp[] =>
      chosen.length === 0 ? [] : [new RegExp(`${start}(?:${chosen.map(escaped).join('|')})${end}`, 'giu')];
    this.within = [
      ...pattern(
        names.filter((name) => !isShortNumber(name)),
        before,
        after,
      ),
      ...pattern(names.filter(isShortNumber), '(?<=[(,] ?)', '(?=[,)])'),
    ];
  }

  inText(text: string): string {
    if (this.whole.has(text.trim().toLowerCase())) return ERASED;
    return this.within.reduce((words, pattern) => words.replace(pattern, ERASED), text);
  }

  inJson(value: Json): Json {
    if (typeof value === 'string') return this.inText(value);
    if (Array.isArray(value)) return value.map((inner) => this.inJson(inner));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.inJson(inner)]));
  }
}
