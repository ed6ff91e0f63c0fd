import type { AttributeChange, Json } from '@usher/events';
import { canonicalPersonal, type PersonalPart } from '../chain/canonical.js';
import type { AuditEntry } from '../record/entry.js';
import type { TextReplacer } from '../record/text-replacer.js';

/** A time by RFC 3339. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** An entry of the person: what happened stays, to whom doesn't. */
export function erasedForm(entry: AuditEntry): PersonalPart {
  return {
    ...{ userName: null, email: null, login: null, externalId: null },
    detail: neutralSentence(entry),
    changes: entry.changes.map(({ path }) => ({ path, before: null, after: null })),
    execution: timesOf(entry.execution),
  };
}

/** Somebody else's entry, or a group's, that names the person. */
export function redactedForm(entry: PersonalPart & Pick<AuditEntry, 'resourceId'>, eraser: TextReplacer): PersonalPart {
  const { detail, changes, execution } = entry;
  return {
    ...namesOf(entry, eraser),
    ...{ detail: eraser.inText(detail), execution: eraser.inJson(execution) },
    changes: changes.map(({ path, before, after }): AttributeChange => ({
      path,
      before: eraser.inJson(before),
      after: eraser.inJson(after),
    })),
  };
}

type Names = Pick<AuditEntry, 'userName' | 'email' | 'login' | 'externalId'>;

/** Somebody else who has a name that was the person's keeps it; where nobody is known by an id, it is the person's. */
function namesOf(
  { userName, email, login, externalId, resourceId }: Names & Pick<AuditEntry, 'resourceId'>,
  eraser: TextReplacer,
): Names {
  if (resourceId !== null && resourceId !== '') return { userName, email, login, externalId };
  const left = (name: string | null): string | null => (name !== null && eraser.inText(name) !== name ? null : name);
  return { userName: left(userName), email: left(email), login: left(login), externalId: left(externalId) };
}

export function differs(before: PersonalPart, after: PersonalPart): boolean {
  return canonicalPersonal(before) !== canonicalPersonal(after);
}

function neutralSentence({ kind, action, status, target }: AuditEntry): string {
  const act = action.replaceAll('_', ' ');
  if (kind === 'request') return `Asked to ${act} a user who has been erased since`;
  const where = target === null ? '' : ` in ${target}`;
  return `${act}${where}: ${status}; of a user who has been erased since`;
}

/** When it was planned, asked and answered, and how often: numbers and times, no words. */
function timesOf(execution: Json): Json {
  if (execution === null || typeof execution !== 'object' || Array.isArray(execution)) return null;
  const kept = Object.entries(execution).filter(
    ([, value]) => typeof value === 'number' || (typeof value === 'string' && TIME.test(value)),
  );
  return Object.fromEntries(kept);
}
