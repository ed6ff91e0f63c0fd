import { type AttributePath, type Filter, matches } from '@usher/scim';
import { type Compiled, compiled, faulty } from '../faults.js';
import type { Json } from '../types.js';
import { compileFilter } from './filters.js';
import { isObject, text as textOf } from './value.js';

/** Gives what a user has at a path. Never throws. */
export type PathReader = (resource: { [name: string]: Json }) => Json | undefined;

/** `emails[type eq "work"].value`: what is before the bracket's end, and the sub-attribute. */
const FILTERED = /^([^[\]]+\[.*\])(?:\.([A-Za-z$][\w$-]*))?$/s;
/** A filter would take these as the beginning of something else. */
const SIMPLE = /^[^\s()[\]"]+$/;

/**
 * A path as in RFC 7644 section 3.5.2: `name.givenName`, `emails[type eq "work"].value`,
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`. Of several values the primary one counts, else
 * the first that isn't blank; of an object its `value`.
 */
export function compilePath(given: string): Compiled<PathReader> {
  const path = given.trim();
  const filtered = FILTERED.exec(path);
  if (filtered) return filteredPath(filtered[1] ?? '', filtered[2] ?? null);
  const bad = /[\s()[\]"]/.exec(path);
  if (!SIMPLE.test(path)) return faulty('This is no SCIM attribute.', bad?.index ?? 0);
  // A test for presence has the same grammar of paths.
  const parsed = compileFilter(`${path} pr`);
  if (!parsed.ok) return parsed.position === undefined ? parsed : faulty(parsed.message, parsed.position);
  if (parsed.value.kind !== 'present') return faulty('This is no SCIM attribute.', 0);
  return compiled(reader(parsed.value.path, null));
}

function filteredPath(head: string, sub: string | null): Compiled<PathReader> {
  const parsed = compileFilter(head);
  if (!parsed.ok) return parsed;
  const { value: filter } = parsed;
  if (filter.kind !== 'values') return faulty('A path is one attribute, with one filter in brackets at most.', 0);
  if (sub !== null) {
    const known = compileFilter(`${head.slice(0, head.indexOf('['))}.${sub} pr`);
    if (!known.ok) return faulty(known.message, head.length + 1);
    if (known.value.kind === 'present') return compiled(reader(known.value.path, filter.filter));
  }
  return compiled(reader(filter.path, filter.filter));
}

function reader({ schema, name, sub }: AttributePath, filter: Filter | null): PathReader {
  return (resource) => {
    const container = schema === null ? resource : own(resource, schema);
    const found = isObject(container) ? own(container, name) : undefined;
    if (Array.isArray(found)) {
      const values = filter === null ? found : found.filter((each) => isObject(each) && matches(filter, each));
      return foremost(values, sub);
    }
    return filter === null && found !== undefined ? part(found, sub) : undefined;
  };
}

function foremost(values: readonly Json[], sub: string | null): Json | undefined {
  const filled = values.filter((value) => textOf(part(value, sub)) !== undefined);
  const primary = filled.find((value) => isObject(value) && value.primary === true);
  const chosen = primary ?? filled[0];
  return chosen === undefined ? undefined : part(chosen, sub);
}

function part(value: Json, sub: string | null): Json | undefined {
  if (!isObject(value)) return sub === null ? value : undefined;
  return own(value, sub ?? 'value');
}

/** An unknown name may be that of something every object inherits. */
function own(object: { [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
