import { isDeepStrictEqual } from 'node:util';
import type { AttributeChange, Json } from '@usher/events';

/** Which of the named fields differ, for the audit; `before` is null for what is new. */
export function changesOf<T extends object>(
  before: T | null,
  after: T,
  fields: readonly (keyof T & string)[],
): AttributeChange[] {
  const changes: AttributeChange[] = [];
  for (const path of fields) {
    const was = before === null ? null : plain(before[path]);
    const is = plain(after[path]);
    if (!isDeepStrictEqual(was, is)) changes.push({ path, before: was, after: is });
  }
  return changes;
}

function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
