import type { AttributeDefinition, Sort } from '@usher/scim';
import { folded } from './compare-sql.js';
import type { FilterToSql } from './filter-to-sql.js';
import type { Parameters } from './parameters.js';
import { type SearchTable, timeText } from './table.js';

/**
 * What a resource is sorted by, as text in the order of code points: of several values the primary one, else the first
 * (RFC 7644 section 3.4.2.3); null without a value.
 */
export function sortKey(
  table: SearchTable,
  { path, definition }: Sort,
  translate: FilterToSql,
  parameters: Parameters,
): string {
  // In no schema: nobody has a value.
  if (definition === undefined) return 'NULL::text';
  const column = table.column(path);
  if (column !== undefined) {
    if (column.kind === 'id') return `${column.sql}::text`;
    return column.kind === 'time' ? timeText(column.sql) : column.sql;
  }
  // Of a multi-valued attribute the whole values, as one of them says that it is primary.
  const sub = path.sub;
  const { from, alias } = translate.values({ ...path, sub: null }, { table });
  const value = sub === null ? `${alias}.v` : `(${alias}.v -> ${parameters.add(sub, 'text')})`;
  const text = `(${value} #>> '{}')`;
  return `(SELECT ${keyOf(text, definition)} FROM ${from} WHERE ${value} IS NOT NULL
    ORDER BY (${alias}.v -> 'primary') IS NOT DISTINCT FROM 'true' DESC, ${alias}.n LIMIT 1)`;
}

function keyOf(text: string, definition: AttributeDefinition): string {
  switch (definition.type) {
    case 'integer':
    case 'decimal':
      // Digits of one length, so that the order of texts is that of numbers.
      return `to_char(${text}::numeric + 1e18, 'FM0000000000000000000000.000000000000')`;
    default:
      return definition.caseExact ? text : folded(text);
  }
}
