import type { Json } from '@usher/events';

/** A short number may be a count or a revision: it is a name only where it is the whole value, or one of a list. */
const isShortNumber = (name: string): boolean => /^\d{1,5}$/.test(name);

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Not within a longer name or address; a full stop after it ends a sentence. */
const [BEFORE, AFTER] = ['(?<![\\p{L}\\p{N}_@.+-])', '(?![\\p{L}\\p{N}_@+-]|\\.[\\p{L}\\p{N}])'];

/** Puts another text in the place of names, whatever the case of their letters. */
export class TextReplacer {
  private readonly whole: ReadonlySet<string>;
  private readonly within: RegExp[];

  constructor(
    names: readonly string[],
    private readonly replacement: string,
  ) {
    // The longest first, so that none is replaced within another.
    const ordered = [...names].sort((a, b) => b.length - a.length);
    this.whole = new Set(names.map((name) => name.toLowerCase()));
    const pattern = (chosen: string[], start: string, end: string): RegExp[] =>
      chosen.length === 0 ? [] : [new RegExp(`${start}(?:${chosen.map(escaped).join('|')})${end}`, 'giu')];
    this.within = [
      ...pattern(
        ordered.filter((name) => !isShortNumber(name)),
        BEFORE,
        AFTER,
      ),
      ...pattern(ordered.filter(isShortNumber), '(?<=[(,] ?)', '(?=[,)])'),
    ];
  }

  inText(text: string): string {
    if (this.whole.has(text.trim().toLowerCase())) return this.replacement;
    return this.within.reduce((words, pattern) => words.replace(pattern, () => this.replacement), text);
  }

  inJson(value: Json): Json {
    if (typeof value === 'string') return this.inText(value);
    if (Array.isArray(value)) return value.map((inner) => this.inJson(inner));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.inJson(inner)]));
  }
}
