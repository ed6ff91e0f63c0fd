import type { JsonObject } from '../json.js';
import type { Filter } from './ast.js';

/** Whether the resource (as of {@link userResource}) fulfils the filter. */
export function matches(_filter: Filter, _resource: JsonObject): boolean {
  throw new Error('not written yet');
}
