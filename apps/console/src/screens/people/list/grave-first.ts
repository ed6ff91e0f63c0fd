import type { Standing, StandingState } from '../../../api/standings.js';

const ORDER: readonly StandingState[] = ['failed', 'ambiguous', 'held', 'waiting', 'scheduled', 'current', 'none'];

/** What needs somebody before what is well. Pure. */
export function graveFirst<T extends Pick<Standing, 'state'>>(standings: readonly T[]): T[] {
  return [...standings].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}
