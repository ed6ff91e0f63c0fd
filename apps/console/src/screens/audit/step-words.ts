import type { AuditEntry, TimelineStep } from '../../api/audit-entries.js';
import { actionWords } from '../../components/action-words.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';

const texts = t.audit.entry;

export interface StepWords {
  title: string;
  lines: string[];
  /** Attempts and how long it took; empty where nothing is known. */
  took: string;
}

/** A step in an administrator's words. @param of the entry that tells of it */
export function stepWords(step: TimelineStep, of: AuditEntry | undefined): StepWords {
  const { what, milliseconds } = step;
  const attempts = what === 'call' ? attemptsOf(of?.execution) : null;
  const took = [
    attempts === null ? '' : texts.attempts(attempts),
    milliseconds === null ? '' : texts.took[what](duration(milliseconds)),
  ];
  return { title: titleOf(step, of), lines: linesOf(step), took: took.filter((part) => part !== '').join(' · ') };
}

function titleOf({ what, title, target }: TimelineStep, of: AuditEntry | undefined): string {
  if (of === undefined || what === 'request') return title;
  if (what === 'event') return texts.recorded(of.revision);
  if (what === 'operation') return actionWords(of.action);
  const site = target ?? texts.aSite;
  if (what === 'outcome') return `${site}: ${t.audit.status[of.status]}`;
  return site;
}

/** A plan has one line for each thing that decided; a call's line repeats times that stand beside it. */
function linesOf({ what, detail }: TimelineStep): string[] {
  if (what === 'event') return [];
  if (what === 'call') return detail.startsWith('Not answered') ? [texts.notAnswered] : [];
  return detail.split('\n').filter((line) => line !== '');
}

function attemptsOf(execution: unknown): number | null {
  if (typeof execution !== 'object' || execution === null || !('attempts' in execution)) return null;
  return typeof execution.attempts === 'number' ? execution.attempts : null;
}
