import { printPath } from '../path/resolve.js';
import type { Filter } from './ast.js';

/** The filter as text that parses to the same filter. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${printPath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${printPath(filter.path)} pr`;
    case 'not':
      return `not (${printFilter(filter.filter)})`;
    case 'values':
      return `${printPath(filter.path)}[${printFilter(filter.filter)}]`;
    case 'or':
      // Both are left-associative: a chain needs no parentheses on its left.
      return `${printFilter(filter.left)} or ${grouped(filter.right, ['or'])}`;
    case 'and':
      return `${grouped(filter.left, ['or'])} and ${grouped(filter.right, ['or', 'and'])}`;
  }
}

function grouped(filter: Filter, kinds: readonly Filter['kind'][]): string {
  return kinds.includes(filter.kind) ? `(${printFilter(filter)})` : printFilter(filter);
}
