import type { Json, WantedUser } from '@usher/events';
import { type AttributeDefinition, USER } from '@usher/scim';
import { redacted } from './redact.js';

/** A SCIM path that a rule of the mapping may read. */
export interface SourcePath {
  path: string;
  /** Of the schemas of RFC 7643, whether or not anybody has it. */
  standard: boolean;
  /** Users of the sample who have a value there. */
  seen: number;
  /** A value of one of them; null: nobody has one. */
  example: string | null;
}

const MOST = 500;
const EXAMPLE_LENGTH = 100;
/** They say something of a value, and are none. */
const BESIDE = new Set(['type', 'primary', '$ref']);
const HIDDEN = new Set(['password', 'x509Certificates']);

/** Those that users really have, by how many do, and the standard ones. Pure. */
export function sourcePaths(users: readonly WantedUser[]): SourcePath[] {
  const found = new Map<string, SourcePath>(
    STANDARD.map((path) => [path, { path, standard: true, seen: 0, example: null }]),
  );
  for (const user of users) {
    for (const [path, value] of pathsOf(user)) {
      const known = found.get(path) ?? { path, standard: false, seen: 0, example: null };
      if (!found.has(path) && found.size >= MOST) continue;
      found.set(path, { ...known, seen: known.seen + 1, example: known.example ?? shown(value) });
    }
  }
  return [...found.values()].sort((one, other) => other.seen - one.seen);
}

/** Each once. */
function pathsOf({ id, userName, externalId, active, attributes, groups }: WantedUser): Map<string, string> {
  const paths = new Map<string, string>();
  const add = (path: string, value: Json): void => {
    const text = typeof value === 'string' ? value.trim() : typeof value === 'object' ? '' : String(value);
    if (text !== '' && !paths.has(path)) paths.set(path, text);
  };
  const members = groups.map(({ id: value, displayName }): Json => ({ value, display: displayName }));
  const top: { [name: string]: Json } = { ...attributes, id, userName, externalId, active, groups: members };
  for (const [name, value] of Object.entries(top)) {
    if (!name.startsWith('urn:')) attribute(name, value, add);
    else if (isObject(value)) for (const [own, each] of Object.entries(value)) attribute(`${name}:${own}`, each, add);
  }
  return paths;
}

function attribute(path: string, value: Json, add: (path: string, value: Json) => void): void {
  if (HIDDEN.has(path)) return;
  if (isObject(value)) {
    for (const [sub, each] of Object.entries(value)) if (!BESIDE.has(sub)) add(`${path}.${sub}`, each);
    return;
  }
  if (!Array.isArray(value)) return add(path, value);
  for (const each of primaryFirst(value)) {
    if (!isObject(each)) add(path, each);
    else for (const [sub, own] of Object.entries(each)) if (!BESIDE.has(sub)) ofSeveral(path, sub, own, each.type, add);
  }
}

/** By itself the primary one or the first is meant; a value of one kind is named by its type. */
function ofSeveral(
  path: string,
  sub: string,
  value: Json,
  type: Json | undefined,
  add: (path: string, value: Json) => void,
): void {
  add(`${path}.${sub}`, value);
  if (typeof type === 'string' && /^[\w -]{1,50}$/.test(type)) add(`${path}[type eq "${type}"].${sub}`, value);
}

function primaryFirst(values: readonly Json[]): Json[] {
  const isPrimary = (value: Json): boolean => isObject(value) && value.primary === true;
  return [...values.filter(isPrimary), ...values.filter((value) => !isPrimary(value))];
}

function shown(value: string): string {
  const text = redacted(value);
  return text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH - 1)}…` : text;
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const STANDARD = [
  ...['userName', 'externalId', 'id'],
  ...USER.type.schema.attributes.flatMap((each) => definedPaths(each, '')),
  ...USER.type.extensions.flatMap(({ id, attributes }) => attributes.flatMap((each) => definedPaths(each, `${id}:`))),
];

function definedPaths({ name, subAttributes }: AttributeDefinition, prefix: string): string[] {
  if (HIDDEN.has(name)) return [];
  if (subAttributes === undefined) return [`${prefix}${name}`];
  const subs = subAttributes.filter((sub) => !BESIDE.has(sub.name));
  return subs.map((sub) => `${prefix}${name}.${sub.name}`);
}
