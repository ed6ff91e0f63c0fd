import type { GroupFigures } from './groups.js';
import type { HostileFigures } from './hostile.js';
import type { OperationName } from './load/operations.js';
import type { Sample } from './measure.js';

export interface Figures {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  serverCpuMs: number | null;
  databaseCpuMs: number | null;
}

export interface Cell {
  operation: OperationName;
  inFlight: number;
  ingress: Figures;
  floor: Figures;
  /** Requests/s of the ingress over those of the floor. */
  ratio: number;
}

export interface EndToEnd {
  acknowledged: number;
  acknowledgedPerSecond: number;
  /** From the last answer until the outbox was empty; null when it took more than two minutes. */
  drainedAfterMs: number | null;
  /** Acknowledged over the time from the first request until the outbox was empty. */
  publishedPerSecond: number | null;
}

export interface Report {
  cells: Cell[];
  endToEnd: EndToEnd;
  groups: GroupFigures;
  hostile: HostileFigures;
  peakRssMb: { ingress: number | null; floor: number | null };
  wrongAnswers: number;
}

export function figures(sample: Sample): Figures {
  const sorted = Float64Array.from(sample.latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const each = (sum: number | undefined): number | null =>
    sum === undefined || sample.requests === 0 ? null : sum / sample.requests;
  return {
    requestsPerSecond: sample.requests / sample.seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverCpuMs: each(sample.serverCpuMs),
    databaseCpuMs: each(sample.databaseCpuMs),
  };
}

export const toCell = (operation: OperationName, inFlight: number, ingress: Sample, floor: Sample): Cell => {
  const [ours, bare] = [figures(ingress), figures(floor)];
  return { operation, inFlight, ingress: ours, floor: bare, ratio: ours.requestsPerSecond / bare.requestsPerSecond };
};

const WIDTHS = [18, 10, 9, 9, 9, 9, 17, 7];
const line = (...columns: string[]): string =>
  columns
    .map((text, index) => (index === 0 || index === 2 ? text.padEnd(WIDTHS[index]!) : text.padStart(WIDTHS[index]!)))
    .join(' ')
    .trimEnd();

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const cpu = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

export const TABLE_HEAD = line('operation', 'in flight', '', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms srv + db', 'ratio');

function row(first: string, second: string, who: string, f: Figures, ratio: string): string {
  const cpuText = `${cpu(f.serverCpuMs)} + ${cpu(f.databaseCpuMs)}`;
  return line(first, second, who, whole(f.requestsPerSecond), f.p50Ms.toFixed(2), f.p99Ms.toFixed(2), cpuText, ratio);
}

/** Two lines of the table. */
export function tableRows(cell: Cell): string {
  const { operation, inFlight, ingress, floor, ratio } = cell;
  return [row(operation, String(inFlight), 'ingress', ingress, ratio.toFixed(2)), row('', '', 'floor', floor, '')].join(
    '\n',
  );
}

/** What follows the table. */
export function closingLines({ endToEnd, groups, hostile, peakRssMb, wrongAnswers }: Report): string {
  const { acknowledged, acknowledgedPerSecond, drainedAfterMs, publishedPerSecond } = endToEnd;
  const published =
    drainedAfterMs === null || publishedPerSecond === null
      ? 'the outbox was not empty two minutes later'
      : `outbox empty ${whole(drainedAfterMs)} ms after the last answer (${whole(publishedPerSecond)} published/s)`;
  const mb = (value: number | null): string => (value === null ? '-' : `${whole(value)} MB`);
  return [
    `end to end: ${whole(acknowledged)} creates acknowledged at ${whole(acknowledgedPerSecond)}/s, ${published}`,
    groupLine(groups),
    hostileLine(hostile),
    `peak RSS: ingress ${mb(peakRssMb.ingress)}, floor ${mb(peakRssMb.floor)}`,
    `wrong answers: ${wrongAnswers}`,
  ].join('\n');
}

function groupLine({ small, large, ratio }: GroupFigures): string {
  const of = ({ members, p50Ms }: GroupFigures['small']): string => `${p50Ms.toFixed(2)} ms of ${whole(members)}`;
  return `one member added or removed: p50 ${of(small)}, ${of(large)} (ratio ${ratio.toFixed(2)})`;
}

function hostileLine({ requests, dearest }: HostileFigures): string {
  const cost = dearest.cpuMs === null ? '-' : `${dearest.cpuMs.toFixed(1)} ms`;
  return `${requests} hostile requests: the dearest (${dearest.name}) costs the server ${cost} of processor time`;
}
