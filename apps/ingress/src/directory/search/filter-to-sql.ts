import { type AttributePath, type CompareFilter, type CompareOperator, type Filter, fold } from '@usher/scim';
import { isResourceId } from '../resource-id.js';
import { compareInOrder, compareTexts, compareValue } from './compare-sql.js';
import type { Parameters } from './parameters.js';
import { type Column, type SearchTable, timeText } from './table.js';

/** What a filter's paths start from: a row of a table, or one value of a multi-valued attribute. */
type Root = { table: SearchTable } | { value: string };

/**
 * Translates a filter into a condition that holds for exactly the resources that `matches` of @usher/scim accepts.
 * Every part is true or false, never null, so that `not` means what it says. Names and values travel as parameters.
 */
export class FilterToSql {
  private aliases = 0;

  constructor(private readonly parameters: Parameters) {}

  condition(table: SearchTable, filter: Filter): string {
    return this.translate(filter, { table });
  }

  /** The values at a path, each as the jsonb `alias.v` with its place `alias.n`. */
  values({ schema, name, sub }: AttributePath, root: Root): { from: string; alias: string } {
    const first = this.elements(this.attribute(schema, name, root));
    if (sub === null) return first;
    const second = this.elements(`(${first.alias}.v -> ${this.parameters.add(sub, 'text')})`);
    return { from: `${first.from}, ${second.from}`, alias: second.alias };
  }

  private translate(filter: Filter, root: Root): string {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return `(${this.translate(filter.left, root)} ${filter.kind} ${this.translate(filter.right, root)})`;
      case 'not':
        return `(NOT ${this.translate(filter.filter, root)})`;
      case 'present':
        return this.present(filter.path, root);
      case 'values':
        return this.valuePath(filter.path, filter.filter, root);
      case 'compare':
        return this.compare(filter, root);
    }
  }

  private compare(filter: CompareFilter, root: Root): string {
    const { path, operator, value } = filter;
    if (value === null) {
      const present = this.present(path, root);
      return operator === 'ne' ? present : `(NOT ${present})`;
    }
    if ('table' in root && typeof value === 'string') {
      const column = root.table.column(path);
      if (column !== undefined) return this.compareColumn(column, filter, value);
      const held =
        operator === 'eq' ? root.table.holds(path, value, (text) => this.parameters.add(text, 'text')) : undefined;
      if (held !== undefined) return held;
    }
    const { from, alias } = this.values(path, root);
    const fits = `EXISTS (SELECT FROM ${from} WHERE ${compareValue(`${alias}.v`, filter, this.parameters)})`;
    return operator === 'ne' ? `(${fits} OR NOT EXISTS (SELECT FROM ${from}))` : fits;
  }

  private compareColumn({ sql, kind }: Column, { operator }: CompareFilter, value: string): string {
    const compared = this.comparisonOf(sql, kind, operator, value);
    return operator === 'ne' ? `(${sql} IS NULL OR ${compared})` : `(${sql} IS NOT NULL AND ${compared})`;
  }

  private comparisonOf(sql: string, kind: Column['kind'], operator: CompareOperator, value: string): string {
    const isOrder = !['co', 'sw', 'ew'].includes(operator);
    if (kind === 'time' && isOrder) return compareInOrder(sql, operator, this.parameters.add(value, 'timestamptz'));
    if (kind === 'id' && operator === 'eq') {
      return isResourceId(value) ? `${sql} = ${this.parameters.add(value, 'uuid')}` : 'false';
    }
    const text = kind === 'time' ? timeText(sql) : kind === 'id' ? `${sql}::text` : sql;
    return compareTexts(text, operator, this.parameters.add(kind === 'folded' ? fold(value) : value, 'text'));
  }

  private present(path: AttributePath, root: Root): string {
    const { from, alias } = this.values(path, root);
    return `EXISTS (SELECT FROM ${from} WHERE ${alias}.v NOT IN ('null', '""', '{}', '[]'))`;
  }

  private valuePath(path: AttributePath, filter: Filter, root: Root): string {
    const { from, alias } = this.values(path, root);
    const inner = this.translate(filter, { value: `${alias}.v` });
    const all = `EXISTS (SELECT FROM ${from} WHERE jsonb_typeof(${alias}.v) = 'object' AND ${inner})`;
    const held = 'table' in root ? this.heldByIndex(path, filter, root.table) : undefined;
    return held === undefined ? all : `(${held} AND ${all})`;
  }

  /** `emails[type eq "work" and value eq "ada@x"]`: the index finds the few with that value, the rest is checked. */
  private heldByIndex(path: AttributePath, filter: Filter, table: SearchTable): string | undefined {
    if (filter.kind === 'and') {
      return this.heldByIndex(path, filter.left, table) ?? this.heldByIndex(path, filter.right, table);
    }
    if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return undefined;
    const whole = { ...path, sub: filter.path.name };
    return table.holds(whole, filter.value, (text) => this.parameters.add(text, 'text'));
  }

  private attribute(schema: string | null, name: string, root: Root): string {
    const key = (text: string): string => this.parameters.add(text, 'text');
    if ('value' in root) return `(${root.value} -> ${key(name)})`;
    const { table } = root;
    if (schema !== null) return `(${table.attributes} -> ${key(schema)} -> ${key(name)})`;
    return table.derived(name) ?? `(${table.attributes} -> ${key(name)})`;
  }

  /** One value is a list of one, none is an empty list. */
  private elements(json: string): { from: string; alias: string } {
    this.aliases += 1;
    const alias = `v${this.aliases}`;
    const one = `j${this.aliases}`;
    const from = `LATERAL (SELECT ${json} AS j OFFSET 0) ${one}, LATERAL jsonb_array_elements(
      CASE coalesce(jsonb_typeof(${one}.j), 'null')
        WHEN 'null' THEN '[]' WHEN 'array' THEN ${one}.j ELSE jsonb_build_array(${one}.j)
      END
    ) WITH ORDINALITY AS ${alias}(v, n)`;
    return { from, alias };
  }
}
