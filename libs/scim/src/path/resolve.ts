import { type Dialect, urnsOf } from '../dialect.js';
import { type AttributeDefinition, findByName } from '../schemas/definition.js';
import { findAttribute } from '../schemas/resource-type.js';
import type { AttributePath } from './attribute-path.js';

/** What an attribute path points at. */
export type Resolved =
  | { kind: 'attribute'; path: AttributePath; definition: AttributeDefinition; sub: AttributeDefinition | null }
  /** A bare URN. */
  | { kind: 'schema'; schema: string }
  /** Well-formed, but in no schema here. `foreign`: of an extension that is not known at all. */
  | { kind: 'unknown'; path: AttributePath; foreign: boolean }
  | { kind: 'malformed' };

const NAME = /^[A-Za-z$][\w$-]*$/;

/** Resolves `userName`, `name.givenName`, `urn:...:User:manager.value`, in any case. */
export function resolvePath(dialect: Dialect, text: string): Resolved {
  if (!/^urn:/i.test(text)) return resolveLocal(dialect, null, text);
  const split = urnsOf(dialect).split(text);
  if (split) {
    const { urn, rest } = split;
    if (rest === '') return { kind: 'schema', schema: urn };
    return resolveLocal(dialect, urn === dialect.type.schema.id ? null : urn, rest);
  }
  const colon = text.lastIndexOf(':');
  const [name = '', sub = null, ...more] = text.slice(colon + 1).split('.');
  if (more.length > 0) return { kind: 'unknown', path: { schema: text, name: '', sub: null }, foreign: true };
  return { kind: 'unknown', path: { schema: text.slice(0, colon), name, sub }, foreign: true };
}

function resolveLocal({ type }: Dialect, schema: string | null, text: string): Resolved {
  const exact = findAttribute(type, schema, text);
  if (exact) return { kind: 'attribute', path: { schema, name: exact.name, sub: null }, definition: exact, sub: null };
  const [name = '', subName = null, ...more] = text.split('.');
  if (more.length > 0 || !NAME.test(name) || (subName !== null && !NAME.test(subName))) return { kind: 'malformed' };
  const definition = findAttribute(type, schema, name);
  const sub = definition && subName !== null ? findByName(definition.subs, subName) : undefined;
  if (definition === undefined || sub === undefined)
    return { kind: 'unknown', path: { schema, name: definition?.name ?? name, sub: subName }, foreign: false };
  return { kind: 'attribute', path: { schema, name: definition.name, sub: sub.name }, definition, sub };
}

/** The path as text: `name.givenName`, `urn:...:User:department`. */
export function printPath({ schema, name, sub }: AttributePath): string {
  const local = sub === null ? name : `${name}.${sub}`;
  return schema === null ? local : `${schema}:${local}`;
}
