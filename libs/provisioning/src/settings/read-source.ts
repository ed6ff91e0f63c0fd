import { MAX_EXPRESSION_LENGTH } from '../expressions/expression.js';
import { compileSource, type CompiledSource } from '../mapping/source.js';
import type { Reader } from './reader.js';
import type { Source } from './settings.js';

const KINDS = ['path', 'constant', 'expression'] as const;
const MAX_TEXT = 1_000;

/** A source together with what it compiles to. */
export interface ReadSource {
  source: Source;
  compiled: CompiledSource;
}

/** Null when it has errors: they are noted. */
export function readSource(reader: Reader): ReadSource | null {
  const parts = reader.object(KINDS);
  const kinds = KINDS.filter((kind) => parts[kind].given !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    reader.fault('Exactly one of path, constant, expression is expected.');
    return null;
  }
  const before = reader.errors.length;
  const text = parts[kind].text(kind === 'expression' ? MAX_EXPRESSION_LENGTH : MAX_TEXT);
  if (reader.errors.length > before) return null;
  const source = { [kind]: text } as Source;
  const compiled = compileSource(source);
  if (compiled.ok) return { source, compiled: compiled.value };
  parts[kind].fault(compiled.message, compiled.position);
  return null;
}
