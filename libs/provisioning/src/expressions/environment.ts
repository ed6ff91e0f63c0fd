import { celEnv, type CelFunc, type CelResult, type CelValue, isCelList } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

/** Of a text or list that a function takes or makes; in UTF-16 units or elements. */
const MAX_TEXT = 16_384;
const MAX_LIST = 1_000;
/** Of one evaluation: a call costs 1, and 1 for every 64 characters that it looks at. */
const MAX_COST = 100_000;

/** Ends an evaluation that would take too long or too much memory: it gives no value. */
export class BoundError extends Error {}

/** CEL has no loops beside its comprehensions, yet text and lists can be doubled by each of them: here the work is counted. */
class Meter {
  private spent = 0;

  reset(): void {
    this.spent = 0;
  }

  /** Around every function and operator, for each of its overloads; undefined is "not this overload". */
  call(func: CelFunc, id: number, target: CelValue | undefined, args: CelValue[]): CelResult | undefined {
    const sizes = [target, ...args].map(sizeOf);
    this.spend(1 + sizes.reduce((sum, size) => sum + size, 0) / 64);
    // Its result can be as long as the one times the other, and is there before it could be measured.
    if (func.name === 'replace' && (sizes[0] ?? 0) * (sizes[2] ?? 0) > MAX_TEXT * 64) throw new BoundError();
    const result = func.call(id, target, args);
    if (result !== undefined) sizeOf(result);
    return result;
  }

  private spend(cost: number): void {
    this.spent += cost;
    if (this.spent > MAX_COST) throw new BoundError();
  }
}

/** @throws {BoundError} for what is too large. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT) throw new BoundError();
    return value.length;
  }
  if (isCelList(value) && value.size > MAX_LIST) throw new BoundError();
  return 0;
}

const meter = new Meter();

function metered(func: CelFunc): CelFunc {
  const call: CelFunc['call'] = (id, target, args) => meter.call(func, id, target, args);
  return Object.create(func, { call: { value: call } }) as CelFunc;
}

/** The standard functions and those of the strings extension, metered. */
export const ENVIRONMENT = celEnv({ funcs: [...celEnv({ funcs: strings }).funcs].map(metered) });

/** Gives an evaluation its whole allowance; an evaluation is synchronous, so that one meter serves all. */
export function withinBounds<T>(evaluate: () => T): T {
  meter.reset();
  return evaluate();
}
