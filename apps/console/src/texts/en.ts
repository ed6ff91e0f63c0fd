import { attention } from './en/attention.js';
import { audit } from './en/audit.js';
import { common } from './en/common.js';
import { overview } from './en/overview.js';
import { people } from './en/people.js';
import { settings } from './en/settings.js';
import { setup } from './en/setup.js';
import { shell } from './en/shell.js';
import { signIn } from './en/sign-in.js';
import { targetDraft } from './en/target-draft.js';
import { targetSettings } from './en/target-settings.js';
import { targets } from './en/targets.js';

/** Every text of the console; those with parameters are functions. One file for each screen is in ./en. */
export const t = {
  common,
  shell,
  signIn,
  overview,
  setup,
  targets,
  targetDraft,
  targetSettings,
  people,
  audit,
  attention,
  settings,
} as const;
