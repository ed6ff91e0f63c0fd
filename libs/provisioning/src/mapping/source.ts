import { compileExpression, type Expression } from '../expressions/expression.js';
import { type Compiled, compiled } from '../faults.js';
import type { Source } from '../settings/settings.js';
import type { Subject } from '../subject.js';
import type { Json } from '../types.js';
import { compilePath } from './attribute-path.js';
import { isObject } from './value.js';

/** A source of the settings, ready to be asked. */
export interface CompiledSource {
  /** As a person reads it: `name.givenName`, `"subscriber"`, an expression's text. */
  readonly words: string;
  /** Undefined for no value; a list where an expression gives one. Never throws. */
  read(subject: Subject): Json | undefined;
  /** What it looks at, by name, for a person who asks why. */
  inputs(subject: Subject): { [name: string]: Json };
}

export function compileSource(source: Source): Compiled<CompiledSource> {
  if ('constant' in source) {
    const { constant } = source;
    return compiled({ words: JSON.stringify(constant), read: () => constant, inputs: () => ({}) });
  }
  if ('path' in source) {
    const made = compilePath(source.path);
    if (!made.ok) return made;
    const words = source.path.trim();
    const read = ({ resource }: Subject) => made.value(resource);
    return compiled({ words, read, inputs: (subject) => ({ [words]: read(subject) ?? null }) });
  }
  const made = compileExpression(source.expression);
  return made.ok ? compiled(fromExpression(made.value)) : made;
}

function fromExpression(expression: Expression): CompiledSource {
  return {
    words: expression.text,
    read: ({ variables }) => expression.evaluate(variables),
    inputs: ({ scope }) =>
      Object.fromEntries(expression.references.map((names) => [names.join('.'), at(scope, names) ?? null])),
  };
}

function at(value: Json, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  const inner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return inner === undefined ? undefined : at(inner, rest);
}
