import { type CompiledRule, compiledRule } from '../mapping/rule.js';
import type { FieldName } from '../types.js';
import { faultOfMetaKey } from './meta-key.js';
import type { Reader } from './reader.js';
import { readSource } from './read-source.js';
import type { MappingRule } from './settings.js';

export const FIELDS: readonly FieldName[] = [
  ...(['user_login', 'user_email', 'first_name', 'last_name', 'display_name', 'nickname'] as const),
  ...(['user_url', 'description', 'locale'] as const),
];
const MAX_RULES = 100;
const MAX_SOURCES = 10;
const MAX_HEADING = 100;

export function readMapping(reader: Reader, otherwise: readonly MappingRule[]): CompiledRule[] {
  const seen = new Set<string>();
  return reader.list(MAX_RULES, otherwise).flatMap((each) => {
    const rule = readRule(each, seen);
    return rule === null ? [] : [rule];
  });
}

function readRule(reader: Reader, seen: Set<string>): CompiledRule | null {
  const parts = reader.object(['to', 'from', 'when', 'required', 'column']);
  const to = readDestination(parts.to, seen);
  const sources = readSources(parts.from);
  const when = parts.when.oneOf(['always', 'create'], 'always');
  const required = parts.required.boolean(false);
  const column = parts.column.orNull(null, (each) => each.text(MAX_HEADING));
  if (to === 'role' && when === 'create') {
    parts.when.fault('Roles are kept up to date always: leave "when" out, or set "always".');
  }
  if (column !== null && !to.startsWith('meta.')) {
    parts.column.fault('Only usermeta ("meta.<key>") can be shown as a column: WordPress shows the others itself.');
  }
  const first = sources[0]?.source;
  if (first === undefined) return null;
  const from = Array.isArray(parts.from.given) ? sources.map(({ source }) => source) : first;
  const rule: MappingRule = {
    ...{ to, from },
    ...(when === 'always' ? {} : { when }),
    ...(required ? { required } : {}),
    ...(column === null ? {} : { column }),
  };
  return compiledRule(
    rule,
    sources.map(({ compiled }) => compiled),
  );
}

function readDestination(reader: Reader, seen: Set<string>): MappingRule['to'] {
  const to = reader.text(200);
  if (to === '') return 'first_name';
  if (seen.has(to)) reader.fault(`"${to}" has a rule already. Name several sources in one rule instead.`);
  seen.add(to);
  if (to.startsWith('meta.')) {
    const fault = faultOfMetaKey(to.slice('meta.'.length), 'set');
    if (fault !== undefined) reader.fault(fault, 'meta.'.length);
  } else if (to !== 'role' && !(FIELDS as readonly string[]).includes(to)) {
    reader.fault(`WordPress has no field "${to}". Known: ${FIELDS.join(', ')}, role, and usermeta as meta.<key>.`);
  }
  return to as MappingRule['to'];
}

function readSources(reader: Reader): NonNullable<ReturnType<typeof readSource>>[] {
  const all = Array.isArray(reader.given) ? reader.list(MAX_SOURCES) : [reader];
  if (all.length === 0) reader.fault('At least one source is needed.');
  return all.map(readSource).filter((each) => each !== null);
}
