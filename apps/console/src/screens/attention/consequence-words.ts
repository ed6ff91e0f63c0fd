import type { Consequence } from '../../api/waiting.js';
import { t } from '../../texts/en.js';

const texts = t.attention.consequence;

export type Effect = 'deactivate' | 'deleteLater' | 'removeRoles' | 'delete' | 'nothing';

/** What a word would bring about, in kinds that can be counted. Pure. */
export function effectOf(consequence: Consequence | null): Effect {
  if (consequence === null) return 'nothing';
  if (consequence.deleteAfterDays !== null) return 'deleteLater';
  switch (consequence.action) {
    case 'delete':
      return 'delete';
    case 'remove_roles':
      return 'removeRoles';
    case 'none':
      return 'nothing';
    default:
      return 'deactivate';
  }
}

/** What a word would bring about in this very case. Pure. */
export function consequenceWords(consequence: Consequence | null, account: { login: string } | null): string {
  const whose = account === null ? texts.anAccount : texts.account(account.login);
  switch (effectOf(consequence)) {
    case 'nothing':
      return texts.nothing;
    case 'deleteLater':
      return texts.deleteLater(whose, consequence?.deleteAfterDays ?? 0);
    case 'removeRoles':
      return texts.removeRoles(whose);
    case 'deactivate':
      return texts.deactivate(whose);
    case 'delete':
      return `${texts.delete(whose)} ${heirWords(consequence?.heirs ?? [])}`;
  }
}

function heirWords(heirs: Consequence['heirs']): string {
  const names = heirs.map(({ by, value }) => (by === 'scimId' ? texts.heirByRule : value));
  if (names.length === 0) return texts.noHeir;
  return names.length === 1 ? texts.heir(names.join()) : texts.heirOr(names.join(', '));
}
