import type { Answer } from '../testing/harness.js';
import type { Expectation, Sequence } from './sequence.js';
import { lacking, valueAt } from './subset.js';

export type Send = (method: string, path: string, body: unknown, headers: Record<string, string>) => Promise<Answer>;

/**
 * Sends the requests one after another and compares the answers. Throws an error that tells step, request, what was
 * expected and what came.
 */
export async function runSequence({ headers, steps }: Sequence, send: Send): Promise<void> {
  const saved = new Map<string, string>();
  for (const [index, step] of steps.entries()) {
    const { method, path, body, headers: more } = substitute(step.request, saved);
    const expectation = substitute(step.expect, saved);
    const answer = await send(method, path, body, { ...headers, ...more });
    const fault = faultOf(expectation, answer);
    if (fault !== null) {
      throw new Error(
        [
          `step ${index + 1} of ${steps.length}, "${step.note}": ${fault}`,
          `request: ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`,
          `expected: ${JSON.stringify(expectation)}`,
          `got: ${answer.status} ${answer.text}`,
        ].join('\n'),
      );
    }
    for (const [name, attribute] of Object.entries(step.save ?? {}))
      saved.set(`${name}.${attribute}`, String(valueAt(answer.body, attribute)));
  }
}

function faultOf({ status, headers = {}, body, absent = [] }: Expectation, answer: Answer): string | null {
  if (![status].flat().includes(answer.status)) return `expected ${String(status)}, got ${answer.status}`;
  for (const [name, text] of Object.entries(headers)) {
    const value = answer.headers.get(name);
    if (!value?.includes(text)) return `header ${name}: expected "${text}" in it, got ${JSON.stringify(value)}`;
  }
  const fault = body === undefined ? null : lacking(body, answer.body);
  if (fault !== null) return fault;
  const there = absent.find((path) => valueAt(answer.body, path) !== undefined);
  return there === undefined ? null : `${there} is there: ${JSON.stringify(valueAt(answer.body, there))}`;
}

/** With the saved values in place of `{{name.attribute}}`. Throws for one that wasn't saved. */
export function substitute<T>(value: T, saved: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value).replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
    const found = saved.get(name);
    if (found === undefined) throw new Error(`{{${name}}} was saved by no earlier step`);
    return JSON.stringify(found).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
