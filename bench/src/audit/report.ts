import type { RecordingFigures } from './recording.js';

/** Milliseconds, measured at the client. */
export interface Figures {
  p50: number;
  p95: number;
  max: number;
}

/** What the console's table was like to somebody who reads in it. */
export interface TableFigures {
  /** Milliseconds from the address to the first rows. */
  firstRows: number;
  /** Milliseconds from the last letter of a search to its rows. */
  search: number;
  /** Rows that were read in when the scrolling ended. */
  rows: number;
  /** Milliseconds from frame to frame while it was scrolled. */
  frames: Figures & { count: number; late: number };
}

/** A frame that took longer is seen as a jerk. */
export const LATE_FRAME_MS = 50;

export interface AuditReport {
  entries: number;
  questions: ({ name: string } & Figures)[];
  all: Figures;
  recording: RecordingFigures;
  /** Null: not asked for. */
  table: TableFigures | null;
  wrongAnswers: number;
}

/** Milliseconds that 95 of 100 answers may take. */
export const P95_GOAL = 100;

const columns = (name: string, ...figures: string[]): string =>
  [name.padEnd(40), ...figures.map((text) => text.padStart(9))].join(' ');

export const QUESTION_HEAD = columns('question', 'p50 ms', 'p95 ms', 'max ms', 'entries');

export function questionRow(name: string, { p50, p95, max }: Figures, entries?: number): string {
  return columns(
    name,
    ...[p50, p95, max].map((ms) => ms.toFixed(1)),
    entries === undefined ? '' : String(entries),
  ).trimEnd();
}

export function figuresOf(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

export function auditLines({ entries, questions, all, recording, table }: AuditReport): string {
  const slow = questions.filter(({ p95 }) => p95 >= P95_GOAL).map(({ name }) => name);
  return [
    questionRow('all questions', all),
    `${entries.toLocaleString('en-US')} entries; p95 of ${P95_GOAL} ms or more: ${slow.length === 0 ? 'none' : slow.join('; ')}`,
    `recorded ${recording.entries.toLocaleString('en-US')} entries, ` +
      `${Math.round(recording.entries / recording.seconds).toLocaleString('en-US')}/s`,
    ...(table === null ? [] : [tableLine(table)]),
  ].join('\n');
}

function tableLine({ firstRows, search, rows, frames }: TableFigures): string {
  const [p50, p95, max] = [frames.p50, frames.p95, frames.max].map((ms) => ms.toFixed(0));
  return (
    `console: first rows after ${firstRows.toFixed(0)} ms, those of a search ${search.toFixed(0)} ms after its last letter; ` +
    `scrolled through ${rows.toLocaleString('en-US')} rows: frames p50 ${p50}, p95 ${p95}, max ${max} ms, ` +
    `${frames.late} of ${frames.count.toLocaleString('en-US')} over ${LATE_FRAME_MS} ms`
  );
}
