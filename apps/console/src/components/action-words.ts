import { t } from '../texts/en.js';

/** What an action of the audit is called: `Create user` for `create`. */
export function actionWords(action: string): string {
  const known = Object.hasOwn(t.audit.actions, action) ? t.audit.actions[action] : undefined;
  if (known !== undefined) return known;
  const words = action.replace(/[._-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
