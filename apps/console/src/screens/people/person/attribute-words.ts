import { t } from '../../../texts/en.js';

const MARKED = /^(.*?)( \(.*\))?$/;

/** What an attribute is called: `E-mail address (work, primary)` for `emails (work, primary)`. Pure. */
export function attributeWords(name: string): string {
  const [, path = name, marks = ''] = MARKED.exec(name) ?? [];
  const words: Readonly<Record<string, string>> = t.people.attributes;
  return Object.hasOwn(words, path) ? `${words[path] ?? path}${marks}` : name;
}
