import type { DeadLetter } from '../../../api/dead-letters.js';

export interface Refusal {
  targetId: string;
  code: string;
  /** In words, without what is of one person alone. */
  reason: string;
  letters: DeadLetter[];
}

/** Before the words of the site, which name the person's own values. */
const SITE_SAYS = ' WordPress says: ';

/** By site and reason, in the order of the newest of each: what one cause has stopped is put right at once. Pure. */
export function refusalsOf(letters: readonly DeadLetter[]): Refusal[] {
  const groups = new Map<string, Refusal>();
  for (const letter of letters) {
    const { targetId, code, reason } = letter;
    const [words = reason] = reason.split(SITE_SAYS);
    const group = groups.get(`${targetId} ${code}`) ?? { targetId, code, reason: words, letters: [] };
    group.letters.push(letter);
    groups.set(`${targetId} ${code}`, group);
  }
  return [...groups.values()];
}

/** What the site said of this very person; null: nothing more than the reason. Pure. */
export function siteSays({ reason }: Pick<DeadLetter, 'reason'>): string | null {
  const at = reason.indexOf(SITE_SAYS);
  return at === -1 ? null : reason.slice(at + SITE_SAYS.length);
}
