import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result, ScimAttributes } from '../index.js';
import { applyPatch, parsePatch, parseUser, replaceUser } from '../index.js';

/** A request in the shape in which an IdP sends it, and what must be stored after it. */
interface Fixture {
  habit: string;
  method: 'POST' | 'PUT' | 'PATCH';
  before?: ScimAttributes;
  body: unknown;
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

describe('what an IdP sends becomes what it means', () => {
  it.each(fixtures)('$name', ({ fixture }) => {
    const { method, before = {}, body, expected, ignored = [] } = fixture;
    if (method === 'PATCH') {
      expect(valueOf(applyPatch(before, valueOf(parsePatch(body))))).toEqual(expected);
      return;
    }
    const parsed = valueOf(method === 'POST' ? parseUser(body) : replaceUser(before, body));
    expect(parsed).toEqual({ attributes: expected, ignored });
  });
});
