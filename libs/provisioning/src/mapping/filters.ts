import { type AttributePath, type Filter, parseFilter, USER } from '@usher/scim';
import { type Compiled, compiled, faulty } from '../faults.js';

/**
 * SCIM filters over the users of any connection. An attribute of an extension that isn't known here may be anything; one
 * that the User schema doesn't have is a mistake, since nobody could have a value of it.
 */
export function compileFilter(text: string): Compiled<Filter> {
  const parsed = parseFilter(USER, text);
  if (!parsed.ok) return malformed(parsed.error.detail);
  for (const { path, within } of pathsOf(parsed.value, null)) {
    const unknown = unknownAttribute(path, within);
    if (unknown !== undefined) {
      const position = text.toLowerCase().indexOf(unknown.toLowerCase());
      return faulty(`SCIM has no attribute "${unknown}" of a user.`, Math.max(position, 0));
    }
  }
  return compiled(untyped(parsed.value));
}

/** Where a filter fails is told in its words, 1-based. */
function malformed(detail: string): Compiled<never> {
  const found = /at character (\d+)(?:: (.*))?$/s.exec(detail);
  if (!found) return faulty(`${detail}.`);
  const why = found[2] === undefined ? '' : `: ${found[2]}`;
  return faulty(`The SCIM filter can't be understood from here on${why}.`, Number(found[1]) - 1);
}

interface Place {
  path: AttributePath;
  /** Of a value filter: the attribute whose values it looks at. */
  within: AttributePath | null;
}

function pathsOf(filter: Filter, within: AttributePath | null): Place[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...pathsOf(filter.left, within), ...pathsOf(filter.right, within)];
    case 'not':
      return pathsOf(filter.filter, within);
    case 'values':
      return [{ path: filter.path, within }, ...pathsOf(filter.filter, filter.path)];
    default:
      return [{ path: filter.path, within }];
  }
}

/** The paths that a filter looks at, for a person who asks why; those within brackets are left to their attribute. */
export function attributesOf(filter: Filter): AttributePath[] {
  return pathsOf(filter, null)
    .filter(({ within }) => within === null)
    .map(({ path }) => path);
}

/** Its name; undefined when the schema has it, or there is no schema to tell. */
export function unknownAttribute(path: AttributePath, within: AttributePath | null): string | undefined {
  const { type } = USER;
  const { schema, name, sub } = within === null ? path : { ...within, sub: path.name };
  const known = schema === null ? type.top : type.extended.get(schema)?.lookup;
  if (known === undefined) return undefined;
  const definition = known.get(name);
  if (definition === undefined) return name;
  return sub === null || definition.subs.has(sub) ? undefined : within === null ? `${name}.${sub}` : sub;
}

/**
 * A comparison with an attribute whose type isn't known here: texts without regard to case, as SCIM has it unless a
 * schema says otherwise, and a literal that could be a boolean or number as that, too.
 */
function untyped(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, left: untyped(filter.left), right: untyped(filter.right) };
    case 'not':
    case 'values':
      return { ...filter, filter: untyped(filter.filter) };
    case 'present':
      return filter;
    case 'compare': {
      const { comparison, value, operator } = filter;
      if (comparison !== 'unknown' || typeof value !== 'string') return filter;
      const left: Filter = { ...filter, comparison: 'caseless' };
      const typed = /^(true|false)$/.test(value) ? value === 'true' : value === '' ? NaN : Number(value);
      if (Number.isNaN(typed)) return left;
      const right: Filter = { ...filter, value: typed, comparison: typeof typed === 'boolean' ? 'boolean' : 'number' };
      return { kind: operator === 'ne' ? 'and' : 'or', left, right };
    }
  }
}
