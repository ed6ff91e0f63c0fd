import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  applyPatch,
  type Dialect,
  GROUP,
  matches,
  type MemberChange,
  type ParsedResource,
  parseFilter,
  parsePatch,
  parseResource,
  replaceResource,
  type Result,
  type ScimAttributes,
  splitMembers,
  USER,
} from '../index.js';

/** A request in the shape in which an IdP sends it, and what must be stored, or found, after it. */
interface Fixture {
  habit: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** User when not given. */
  resource?: 'User' | 'Group';
  filter?: string;
  before?: ScimAttributes;
  body?: unknown;
  expected: ScimAttributes;
  ignored?: string[];
}

const root = fileURLToPath(new URL('../../fixtures', import.meta.url));
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const fixture = JSON.parse(readFileSync(join(root, file), 'utf8')) as Fixture;
    return { name: `${file.replace('.json', '')}: ${fixture.habit}`, fixture };
  });

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function patched(dialect: Dialect, { members, ...before }: ScimAttributes, body: unknown): ScimAttributes {
  const split = splitMembers(valueOf(parsePatch(dialect, body)).operations);
  const attributes = valueOf(applyPatch(dialect, before, split.rest));
  const left = split.members.reduce(changed, (members ?? []) as { value: string }[]);
  return left.length > 0 ? { ...attributes, members: left } : attributes;
}

function changed(members: { value: string }[], change: MemberChange): { value: string }[] {
  switch (change.kind) {
    case 'add':
      return changed(members, { ...change, kind: 'remove' }).concat(change.values.map((value) => ({ value })));
    case 'remove':
      return members.filter(({ value }) => !change.values.includes(value));
    case 'removeWhere':
      return members.filter((member) => !matches(change.filter, member));
    case 'set':
      return change.values.map((value) => ({ value }));
    case 'clear':
      return [];
  }
}

/** What is stored of a body. */
const kept = ({ attributes, ignored }: ParsedResource) => ({ attributes, ignored });

describe('what an IdP sends becomes what it means', () => {
  it.each(fixtures)('$name', ({ fixture }) => {
    const { method, resource, before = {}, body, filter = '', expected, ignored = [] } = fixture;
    const dialect = resource === 'Group' ? GROUP : USER;
    switch (method) {
      case 'GET':
        expect(matches(valueOf(parseFilter(dialect, filter)), before)).toBe(true);
        break;
      case 'PATCH':
        expect(patched(dialect, before, body)).toEqual(expected);
        break;
      case 'POST':
        expect(kept(valueOf(parseResource(dialect, body)))).toEqual({ attributes: expected, ignored });
        break;
      case 'PUT':
        expect(kept(valueOf(replaceResource(dialect, before, body)))).toEqual({ attributes: expected, ignored });
    }
  });
});
