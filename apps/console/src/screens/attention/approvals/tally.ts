import type { HeldDeparture } from '../../../api/approvals.js';
import { type Effect, effectOf } from '../consequence-words.js';

const ORDER: readonly Effect[] = ['delete', 'deleteLater', 'deactivate', 'removeRoles', 'nothing'];

/**
 * For whom a word is sent. Where all are known they are named: whoever is held while somebody reads the question isn't in
 * what was said yes to. Pure.
 */
export function chosenOf(
  people: readonly { id: number }[] | 'all',
  loaded: readonly { id: number }[],
  count: number,
): number[] | 'all' {
  if (people !== 'all') return people.map(({ id }) => id);
  return loaded.length === count ? loaded.map(({ id }) => id) : 'all';
}

/** How many accounts of these meet which end, the gravest first. Pure. */
export function tallyOf(departures: readonly Pick<HeldDeparture, 'onApprove'>[]): [effect: Effect, count: number][] {
  return ORDER.map((effect): [Effect, number] => [
    effect,
    departures.filter(({ onApprove }) => effectOf(onApprove) === effect).length,
  ]).filter(([, count]) => count > 0);
}
