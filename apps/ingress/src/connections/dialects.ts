import {
  type Dialects,
  dialectsOf,
  lenienciesOf,
  parseSchema,
  presetOf,
  type Result,
  type SchemaDefinition,
} from '@usher/scim';
import type { Connection } from './entities.js';

/** What of a connection decides how it speaks. */
export type Manner = Pick<Connection, 'preset' | 'strict' | 'userSchemas' | 'groupSchemas'>;

const KINDS = ['userSchemas', 'groupSchemas'] as const;

/**
 * How the connection's identity provider speaks. Fails with 400 for a custom schema that isn't valid; what is stored
 * was valid when it was. An unknown preset, stored by another release, is taken for the generic one.
 */
export function dialectsFor(manner: Manner): Result<Dialects> {
  const { preset, strict } = manner;
  const extensions: Record<(typeof KINDS)[number], SchemaDefinition[]> = { userSchemas: [], groupSchemas: [] };
  const seen = new Set<string>();
  for (const kind of KINDS) {
    for (const json of manner[kind]) {
      const parsed = parseSchema(json);
      if (!parsed.ok) return parsed;
      const { id } = parsed.value;
      if (seen.has(id.toLowerCase()))
        return { ok: false, error: { status: 400, detail: `The schema ${id} is given twice` } };
      seen.add(id.toLowerCase());
      extensions[kind].push(parsed.value);
    }
  }
  const leniencies = lenienciesOf(presetOf(preset));
  const { userSchemas: userExtensions, groupSchemas: groupExtensions } = extensions;
  return { ok: true, value: dialectsOf({ strict, leniencies, userExtensions, groupExtensions }) };
}
