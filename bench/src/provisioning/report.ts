import type { Tally } from './core-rest.js';
import type { SiteDatabase } from './plan.js';

/** Milliseconds of processor time for each user; null where there is no /proc. */
export type CpuByPart = Record<'ingress' | 'provisioner' | 'database' | 'site', number | null>;

export interface LeaverFigures {
  joins: number;
  /** From the first join to the answer to the last. */
  pushedSeconds: number;
  /** From the answer to the leaver's PATCH until the account was shut. */
  seconds: number;
  /** The same until Usher had recorded it. */
  recordedSeconds: number;
  /** Joins without an account then. */
  waitingAtAnswer: number;
  waitingWhenShut: number;
  /** From the same answer until every join had its account. */
  allThereAfterSeconds: number;
}

/** What was measured against one kind of site. */
export interface ProvisioningFigures {
  /** `WordPress 6.5.5 on sqlite` */
  site: string;
  database: SiteDatabase;
  floor: Tally;
  /** Of WordPress for each user, one at a time; without that of a database server. */
  floorCpuMs: number | null;
  floorOfFour: Tally;
  usher: Tally & {
    /** From the first request to the answer to the last. */
    acknowledgedSeconds: number;
    cpuMs: CpuByPart;
  };
  leaver: LeaverFigures;
  peakRssMb: { ingress: number | null; provisioner: number | null };
}

export interface ProvisioningReport {
  sites: ProvisioningFigures[];
  wrongAnswers: number;
}

/** Usher over WordPress's own REST API, one request after the other. */
export const RATIO_GOAL = 8;
/** Seconds that a leaver's account may stay open. */
export const LEAVER_GOAL = 5;

const WIDTHS = [44, 12, 12];
const line = (first: string, ...rest: string[]): string =>
  [first.padEnd(WIDTHS[0]!), ...rest.map((text, index) => text.padStart(WIDTHS[index + 1]!))].join(' ').trimEnd();

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const perSecond = ({ users, seconds }: Tally): number => users / seconds;
const rate = (tally: Tally): string => `${perSecond(tally).toFixed(1)}/s`;
const times = (ours: Tally, floor: Tally): string => (perSecond(ours) / perSecond(floor)).toFixed(1);

/** The table of one kind of site. */
export function provisioningLines(figures: ProvisioningFigures): string {
  const { floor, floorOfFour, usher, leaver } = figures;
  return [
    line(figures.site, 'figure', 'goal'),
    line(`core REST, one at a time (${whole(floor.users)} users)`, rate(floor)),
    line(`core REST, 4 in flight (${whole(floorOfFour.users)} users)`, rate(floorOfFour)),
    line(`Usher, from SCIM to account (${whole(usher.users)} users)`, rate(usher)),
    line('  times core REST, one at a time', times(usher, floor), `>= ${RATIO_GOAL}`),
    line('  times core REST, 4 in flight', times(usher, floorOfFour)),
    line(
      `leaver behind ${whole(leaver.joins)} joins, account shut after`,
      `${leaver.seconds.toFixed(2)} s`,
      `< ${LEAVER_GOAL} s`,
    ),
    line('  recorded by Usher after', `${leaver.recordedSeconds.toFixed(2)} s`),
    line('  joins without an account when SCIM answered', whole(leaver.waitingAtAnswer)),
    line('  joins without an account when it was shut', whole(leaver.waitingWhenShut)),
    '',
    `creates: answered within ${usher.acknowledgedSeconds.toFixed(1)} s, every account there after ${usher.seconds.toFixed(1)} s`,
    cpuLine(usher.cpuMs, figures.floorCpuMs),
    `joins: answered within ${leaver.pushedSeconds.toFixed(1)} s, every account there ${leaver.allThereAfterSeconds.toFixed(1)} s after the leaver's answer`,
    `peak RSS: ingress ${mb(figures.peakRssMb.ingress)}, provisioner ${mb(figures.peakRssMb.provisioner)}`,
    '',
  ].join('\n');
}

const mb = (value: number | null): string => (value === null ? '-' : `${whole(value)} MB`);
const ms = (value: number | null): string => (value === null ? '-' : value.toFixed(1));

function cpuLine({ ingress, provisioner, database, site }: CpuByPart, floor: number | null): string {
  return `CPU ms for each create: ingress ${ms(ingress)}, provisioner ${ms(provisioner)}, PostgreSQL ${ms(database)}, WordPress ${ms(site)} (core REST ${ms(floor)})`;
}
