import type { HeldDeparture } from '../../../api/approvals.js';
import { type Effect, effectOf } from '../consequence-words.js';

const ORDER: readonly Effect[] = ['delete', 'deleteLater', 'deactivate', 'removeRoles', 'nothing'];

/** How many accounts of these meet which end, the gravest first. Pure. */
export function tallyOf(departures: readonly Pick<HeldDeparture, 'onApprove'>[]): [effect: Effect, count: number][] {
  return ORDER.map((effect): [Effect, number] => [
    effect,
    departures.filter(({ onApprove }) => effectOf(onApprove) === effect).length,
  ]).filter(([, count]) => count > 0);
}
