import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import type { Facet } from '../record/facets.js';
import { type EntryFilter, facetConditions } from './filter.js';
import type { Run } from './reading.js';
import { type FacetSort, SORT_COLUMNS } from './sort.js';

/** Facets of one value, which comes as the database compares it. */
export interface FacetGroup {
  value: string | null;
  ids: number[];
}

/** Looks up which combinations of the columns with few values there are. */
@Injectable()
export class FacetReader {
  constructor(@Inject(AUDIT_DATABASE) private readonly database: DataSource) {}

  /**
   * Those that the filter lets pass, in the order of the column, nulls last; on the connection of the search, which would
   * have to wait for a second one otherwise, as all others do.
   */
  groups(run: Run, filter: EntryFilter, sort: FacetSort): Promise<FacetGroup[]> {
    const { where, values } = whereOf(filter);
    const text = `SELECT ${SORT_COLUMNS[sort]} AS value, array_agg(id) AS ids FROM audit.facets ${where}
       GROUP BY 1 ORDER BY 1 NULLS LAST`;
    return run<FacetGroup>({ text, values });
  }

  /** The numbers of those that the filter lets pass. */
  async ids(filter: EntryFilter): Promise<number[]> {
    const { where, values } = whereOf(filter);
    const { rows } = await poolOf(this.database).query<{ id: number }>(`SELECT id FROM audit.facets ${where}`, values);
    return rows.map(({ id }) => id);
  }

  /** The words that `action` can be. */
  async actions(): Promise<Pick<Facet, 'kind' | 'action'>[]> {
    const text = 'SELECT DISTINCT kind, action FROM audit.facets ORDER BY action, kind';
    return (await poolOf(this.database).query<Pick<Facet, 'kind' | 'action'>>(text)).rows;
  }
}

function whereOf(filter: EntryFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions = facetConditions(filter, (value) => `$${values.push(value)}`);
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}
