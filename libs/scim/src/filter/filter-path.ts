import type { Dialect } from '../dialect.js';
import type { AttributePath } from '../path/attribute-path.js';
import { resolvePath } from '../path/resolve.js';
import { type AttributeDefinition, findByName } from '../schemas/definition.js';

/** An attribute that a filter speaks of; `definition` is of the innermost part, undefined when no schema has it. */
export interface FilterPath {
  path: AttributePath;
  definition: AttributeDefinition | undefined;
}

/** Null for what can't be an attribute. An unknown attribute is no error: no resource has it (RFC 7644 section 3.4.2.1). */
export function resolveFilterPath(
  dialect: Dialect,
  text: string,
  within: AttributeDefinition | null,
): FilterPath | null {
  if (within !== null) {
    if (!/^[A-Za-z$][\w$-]*$/.test(text)) return null;
    const definition = findByName(within.subs, text);
    return { path: { schema: null, name: definition?.name ?? text, sub: null }, definition };
  }
  const resolved = resolvePath(dialect, text);
  switch (resolved.kind) {
    case 'attribute':
      return { path: resolved.path, definition: resolved.sub ?? resolved.definition };
    case 'unknown':
      return { path: resolved.path, definition: undefined };
    case 'schema':
    case 'malformed':
      return null;
  }
}
