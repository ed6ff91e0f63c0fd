import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import { parseValueFilter } from '../filter/parse.js';
import { resolvePath } from '../path/resolve.js';
import { type AttributeDefinition, findByName } from '../schemas/definition.js';
import type { PatchPath } from './operation.js';

export type PatchTarget =
  | { kind: 'attribute'; path: PatchPath }
  | { kind: 'schema'; schema: string }
  /** `foreign`: of an extension that is not known at all. */
  | { kind: 'unknown'; foreign: boolean };

const MAX_PATH_LENGTH = 4096;

/** Parses the path of an operation. Errors: 400 invalidPath, invalidFilter. */
export function parsePatchPath(dialect: Dialect, text: string): Result<PatchTarget> {
  if (text.length > MAX_PATH_LENGTH) return bad('invalidPath', `The path is longer than ${MAX_PATH_LENGTH} characters`);
  const open = text.indexOf('[');
  if (open >= 0) return parseValuePath(dialect, text, open);
  const resolved = resolvePath(dialect, text);
  if (resolved.kind === 'malformed') return bad('invalidPath', `"${text}" is no path`);
  if (resolved.kind !== 'attribute') return { ok: true, value: resolved };
  const { path, definition, sub } = resolved;
  return { ok: true, value: { kind: 'attribute', path: { ...path, filter: null, definition, subDefinition: sub } } };
}

/** `attribute[filter]` or `attribute[filter].sub`. */
function parseValuePath(dialect: Dialect, text: string, open: number): Result<PatchTarget> {
  const close = text.lastIndexOf(']');
  const after = text.slice(close + 1);
  const resolved = resolvePath(dialect, text.slice(0, open));
  if (close < open || !/^(\.[A-Za-z$][\w$-]*)?$/.test(after)) return bad('invalidPath', `"${text}" is no path`);
  if (resolved.kind === 'unknown') return { ok: true, value: resolved };
  if (resolved.kind !== 'attribute' || resolved.sub !== null || !takesFilter(resolved.definition))
    return bad('invalidPath', `"${text}" filters an attribute that isn't complex and multi-valued`);
  const { definition, path } = resolved;
  const filter = parseValueFilter(dialect, text.slice(open + 1, close), definition);
  if (!filter.ok) return filter;
  const subDefinition = after === '' ? null : findByName(definition.subs, after.slice(1));
  if (subDefinition === undefined) return { ok: true, value: { kind: 'unknown', foreign: false } };
  const sub = subDefinition?.name ?? null;
  return {
    ok: true,
    value: { kind: 'attribute', path: { ...path, sub, filter: filter.value, definition, subDefinition } },
  };
}

const takesFilter = ({ type, multiValued }: AttributeDefinition): boolean => multiValued && type === 'complex';
