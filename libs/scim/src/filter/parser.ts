import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import type { AttributeDefinition } from '../schemas/definition.js';
import { UNSTORABLE } from '../validation/simple.js';
import type { CompareOperator, Filter } from './ast.js';
import { compare } from './compare-filter.js';
import { type FilterPath, resolveFilterPath } from './filter-path.js';
import type { Literal } from './literal.js';
import type { Token } from './tokenize.js';

export const MAX_FILTER_DEPTH = 32;

const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

/** Inside of the library only: parseFilter turns it into a value. */
class FilterFault extends Error {}

/** Recursive descent: `or` binds loosest, then `and`, then `not` (RFC 7644 section 3.4.2.2). */
export class Parser {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly tokens: readonly Token[],
    private readonly length: number,
  ) {}

  parse(within: AttributeDefinition | null): Result<Filter> {
    try {
      const value = this.or(within);
      if (this.next < this.tokens.length) this.stop('unexpected text');
      return { ok: true, value };
    } catch (fault) {
      if (fault instanceof FilterFault) return bad('invalidFilter', fault.message);
      throw fault;
    }
  }

  private or(within: AttributeDefinition | null): Filter {
    let left = this.and(within);
    while (this.takeWord('or')) left = { kind: 'or', left, right: this.and(within) };
    return left;
  }

  private and(within: AttributeDefinition | null): Filter {
    let left = this.term(within);
    while (this.takeWord('and')) left = { kind: 'and', left, right: this.term(within) };
    return left;
  }

  private term(within: AttributeDefinition | null): Filter {
    if (this.take('(')) return this.nested(')', within);
    const follower = this.tokens[this.next + 1];
    if (follower?.kind === '(' && this.takeWord('not')) {
      this.next += 1;
      return { kind: 'not', filter: this.nested(')', within) };
    }
    return this.expression(within);
  }

  private nested(end: ')' | ']', within: AttributeDefinition | null): Filter {
    if (++this.depth > MAX_FILTER_DEPTH) this.stop(`nested deeper than ${MAX_FILTER_DEPTH}`);
    const filter = this.or(within);
    if (!this.take(end)) this.stop(`"${end}" expected`);
    this.depth -= 1;
    return filter;
  }

  private expression(within: AttributeDefinition | null): Filter {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word') return this.stop('an attribute expected');
    const target = resolveFilterPath(this.dialect, token.text, within);
    if (target === null) return this.stop('this is no attribute');
    this.next += 1;
    if (!this.take('[')) return this.comparison(target);
    const { definition, path } = target;
    if (within !== null || definition?.multiValued !== true || definition.type !== 'complex' || path.sub !== null)
      return this.stop('only a complex multi-valued attribute takes a filter of its values');
    const filter = this.nested(']', definition);
    const sub = this.subAfterBracket();
    if (sub === undefined) return { kind: 'values', path, filter };
    // `emails[type eq "work"].value eq "x"` is beyond the RFC's grammar (fixture: entra/find-by-email).
    if (!this.dialect.leniencies.has('filteredSubs')) return this.stop('unexpected text', this.next - 1);
    const inner = resolveFilterPath(this.dialect, sub, definition) ?? this.stop('this is no attribute');
    return { kind: 'values', path, filter: { kind: 'and', left: filter, right: this.comparison(inner) } };
  }

  private comparison(target: FilterPath): Filter {
    const token = this.tokens[this.next];
    const operator = token?.kind === 'word' ? token.text.toLowerCase() : '';
    if (operator === 'pr') {
      this.next += 1;
      return { kind: 'present', path: target.path };
    }
    if (!OPERATORS.has(operator)) return this.stop('an operator expected');
    this.next += 1;
    const made = compare(this.dialect, target, operator as CompareOperator, this.literal());
    return typeof made === 'string' ? this.stop(made, this.next - 1) : made;
  }

  private literal(): Literal {
    const token = this.tokens[this.next];
    if (token?.kind !== 'string' && token?.kind !== 'word') return this.stop('a value expected');
    const text = token.kind === 'string' ? token.value : token.text;
    if (UNSTORABLE.test(text)) return this.stop('a character that no value can have');
    this.next += 1;
    return { text, quoted: token.kind === 'string' };
  }

  private subAfterBracket(): string | undefined {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word' || !token.text.startsWith('.')) return undefined;
    this.next += 1;
    return token.text.slice(1);
  }

  private take(kind: Token['kind']): boolean {
    if (this.tokens[this.next]?.kind !== kind) return false;
    this.next += 1;
    return true;
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.next += 1;
    return true;
  }

  private stop(why: string, token: number = this.next): never {
    const at = this.tokens[token]?.at ?? this.length;
    throw new FilterFault(`The filter is malformed at character ${at + 1}: ${why}`);
  }
}
