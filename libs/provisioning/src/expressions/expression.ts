import { type CelValue, isCelError, isCelList, isCelUint, parse, plan } from '@bufbuild/cel';
import { type Compiled, compiled, faulty } from '../faults.js';
import type { Json } from '../types.js';
import { checkExpression, type Reference } from './check.js';
import { ENVIRONMENT, withinBounds } from './environment.js';

export const MAX_EXPRESSION_LENGTH = 1_000;

/** What an expression may read. */
export interface Variables {
  user: Bound;
  enterprise: Bound;
  groups: readonly string[];
}
/** JSON, with whole numbers as the `int` of CEL. */
export type Bound = string | bigint | number | boolean | readonly Bound[] | { readonly [name: string]: Bound };

export interface Expression {
  readonly text: string;
  readonly references: readonly Reference[];
  /**
   * A text, number, boolean, or a list of texts; undefined for none: nothing there to read, another type, or past the
   * bounds. Never throws.
   */
  evaluate(variables: Variables): string | number | boolean | string[] | undefined;
}

/** Compiles an expression of CEL (cel.dev), with the functions of its strings extension. */
export function compileExpression(text: string): Compiled<Expression> {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return faulty(`The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`, MAX_EXPRESSION_LENGTH);
  }
  try {
    const parsed = parse(text);
    const { faults, references } = checkExpression(parsed);
    const [first] = faults;
    if (first) return faulty(first.message, first.position);
    const run = plan(ENVIRONMENT, parsed);
    const evaluate = (variables: Variables) => {
      try {
        return valueOf(withinBounds(() => run({ ...variables })));
      } catch {
        // The evaluator turns what goes wrong into an error value; what is left is a stack that is full.
        return undefined;
      }
    };
    return compiled({ text, references, evaluate });
  } catch (error) {
    return unreadable(text, error);
  }
}

function valueOf(result: unknown): ReturnType<Expression['evaluate']> {
  if (isCelError(result)) return undefined;
  if (!isCelList(result)) return simple(result);
  const elements = [...result].map(simple);
  return elements.every((element) => typeof element === 'string') ? elements : undefined;
}

function simple(value: CelValue | unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // Beyond what a number holds exactly, its text is exact still.
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (isCelUint(value)) return simple(value.value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What the parser throws of texts that are no expression. */
interface SyntaxFault {
  location: { start: { offset: number } };
  found: string | null;
}

function unreadable(text: string, error: unknown): Compiled<never> {
  if (isSyntaxFault(error)) {
    const { offset } = error.location.start;
    const at = offset < text.length ? `at "${text.slice(offset, offset + 20)}"` : 'at its end: something is missing';
    return faulty(`The expression can't be understood ${at}.`, offset);
  }
  if (error instanceof RangeError) return faulty('The expression is nested too deeply.');
  return faulty(`The expression can't be understood: ${error instanceof Error ? error.message : String(error)}.`);
}

function isSyntaxFault(error: unknown): error is SyntaxFault {
  const location = (error as Partial<SyntaxFault> | null)?.location;
  return typeof location?.start?.offset === 'number';
}

/** JSON as an expression sees it; what is null isn't there. */
export function bound(value: Json): Bound | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(bound).filter((element) => element !== undefined);
  const entries = Object.entries(value).map(([name, entry]) => [name, bound(entry)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as Bound;
}
