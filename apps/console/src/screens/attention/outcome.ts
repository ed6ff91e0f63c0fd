import type { Standing } from '../../api/standings.js';
import { t } from '../../texts/en.js';

const texts = t.attention.told;

/** What came of an act for one person in a site; null while it is on its way. Pure. */
export function outcomeOf(
  { state, target, account, reason }: Pick<Standing, 'state' | 'target' | 'account' | 'reason'>,
  who: string,
): { title?: string; message: string; color: 'green' | 'red' | 'orange' } | null {
  switch (state) {
    case 'waiting':
      return null;
    case 'failed':
      return { title: texts.failed(who, target.name), message: reason ?? '', color: 'red' };
    case 'ambiguous':
      return { message: texts.ambiguous(who, target.name), color: 'orange' };
    default: {
      const message = account === null ? texts.gone(who, target.name) : texts.current(who, target.name);
      return { message, color: 'green' };
    }
  }
}
