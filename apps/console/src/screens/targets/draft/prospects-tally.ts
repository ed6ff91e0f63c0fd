import { ApiError } from '../../../api/api-error.js';
import { t } from '../../../texts/en.js';

/** What would be done about one person, as explain-all tells it. */
export interface ProspectLine {
  scimId: string;
  userName: string;
  prospect: string;
  code: string | null;
  detail: string;
  departure: boolean;
}

export interface ProspectsSummary {
  summary: true;
}

/** The last line of a look that broke off. */
export interface ProspectsFailure {
  error: string;
}

export type ProspectsLine = ProspectLine | ProspectsSummary | ProspectsFailure;

export interface Tally {
  users: number;
  /** By prospect. */
  counts: Readonly<Record<string, number>>;
  /** Accesses that would be taken away. */
  departures: number;
  /** A few of each prospect, to look at. */
  samples: Readonly<Record<string, readonly ProspectLine[]>>;
  /** All were looked at. */
  complete: boolean;
}

export const NOBODY: Tally = { users: 0, counts: {}, departures: 0, samples: {}, complete: false };
const SAMPLE = 5;

/**
 * With these lines as well. Pure.
 *
 * @throws {ApiError} when the look broke off: what was counted so far isn't everybody
 */
export function tallied(tally: Tally, lines: readonly ProspectsLine[]): Tally {
  const counts = { ...tally.counts };
  const samples = { ...tally.samples };
  let { users, departures, complete } = tally;
  for (const line of lines) {
    if ('error' in line) throw new ApiError(0, line.error);
    if ('summary' in line) {
      complete = true;
      continue;
    }
    const { prospect, departure } = line;
    users += 1;
    departures += departure ? 1 : 0;
    counts[prospect] = (counts[prospect] ?? 0) + 1;
    const some = samples[prospect] ?? [];
    if (some.length < SAMPLE) samples[prospect] = [...some, line];
  }
  return { users, counts, departures, samples, complete };
}

/**
 * All of them. Pure.
 *
 * @throws {ApiError} when the answer ended before its end
 */
export function whole(tally: Tally): Tally {
  if (!tally.complete) throw new ApiError(0, t.common.failed.brokenOff);
  return tally;
}

/** Nothing is done about them in the site. */
const LEFT = ['unchanged', 'skip', 'reject', 'stale'];

/** Of whom something would be changed. */
export function changing({ counts }: Tally): number {
  return Object.entries(counts).reduce((sum, [kind, n]) => sum + (LEFT.includes(kind) ? 0 : n), 0);
}

/** Departures of an account that go without approval at once; null: any number. */
export function budgetOf(budget: { count: number | null; share: number | null }, linked: number): number | null {
  const limits = [budget.count, budget.share === null ? null : Math.floor(budget.share * linked)];
  const given = limits.filter((limit) => limit !== null);
  return given.length === 0 ? null : Math.min(...given);
}
