import { isDeepStrictEqual } from 'node:util';
import type { AttributeChange, Json } from '@usher/events';

/** How two JSON values differ, by path (`settings.mapping[2].from`); `before` is null for what is new. */
export function changesBetween(before: unknown, after: unknown, path: string): AttributeChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, at) => changesBetween(before[at], after[at], `${path}[${at}]`)).flat();
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => changesBetween(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  return [{ path, before: (before ?? null) as Json, after: (after ?? null) as Json }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
