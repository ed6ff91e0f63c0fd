import type { BulkOperation } from './operation.js';
import { referencesOf } from './references.js';

/**
 * The operations with each after those that make what it refers to, otherwise as they were. In a circle one comes before
 * what it refers to: the ids must be known beforehand (RFC 7644 section 3.7.1).
 */
export function inOrderOfReference(operations: readonly BulkOperation[]): BulkOperation[] {
  const makers = new Map<string, BulkOperation>();
  for (const operation of operations)
    if (operation.method === 'POST' && operation.bulkId !== null) makers.set(operation.bulkId, operation);
  const ordered = new Set<BulkOperation>();
  const begun = new Set<BulkOperation>();
  for (const operation of operations) {
    // A stack of one's own: a chain of a thousand references would be a thousand calls deep.
    const waiting = [operation];
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      const isNew = !begun.has(last);
      begun.add(last);
      const first = isNew ? neededBy(last, makers).filter((maker) => !begun.has(maker)) : [];
      if (first.length > 0) waiting.push(...first.reverse());
      else ordered.add(waiting.pop() ?? last);
    }
  }
  return [...ordered];
}

function neededBy(operation: BulkOperation, makers: ReadonlyMap<string, BulkOperation>): BulkOperation[] {
  return referencesOf(operation).flatMap((bulkId) => makers.get(bulkId) ?? []);
}
