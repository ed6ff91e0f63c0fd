import type { Vault } from '@usher/persistence';
import { compileSettings, DEFAULT_SETTINGS, type Policy } from '@usher/provisioning';
import { ENVIRONMENT_TARGET, type EnvironmentTarget } from './environment-target.js';
import { purposeOf, type TargetRow } from './target-row.js';

export type Credentials =
  | { ok: true; username: string; applicationPassword: string }
  /** In words, with what to do. */
  | { ok: false; reason: string };

/** A stored site as this process works on it. */
export interface Definition {
  row: TargetRow;
  siteUrl: string;
  /** The environment has its address and credentials. */
  byEnvironment: boolean;
  credentials: Credentials;
  policy: Policy;
  /** As they are in force; those that can't be used as they are stored. */
  settings: object;
  /** Why nobody is to work on it, in words; null: somebody is. */
  stopped: string | null;
  /** What an operator should know who looks at the settings. */
  notes: string[];
}

/** What the process has to open a row with. */
export interface Means {
  /** Null without USHER_SECRET_KEY. */
  vault: Vault | null;
  environment: EnvironmentTarget | null;
}

export function define(row: TargetRow, { vault, environment }: Means): Definition {
  const own = row.id === ENVIRONMENT_TARGET ? environment : null;
  const siteUrl = own?.siteUrl ?? row.siteUrl;
  const credentials = own === null ? openedOf(row, vault) : { ok: true as const, ...credentialsOf(own) };
  const heir = own?.reassignTo ?? null;
  const given = withHeir(JSON.parse(row.settings) as object, heir);
  const compiled = compileSettings(given);
  const notes =
    heir === null
      ? []
      : [
          `USHER_REASSIGN_TO is set: "${heir}" inherits when nobody else does. The setting content.fallback counts once ` +
            'that variable is unset.',
        ];
  const paused = row.paused ? 'An operator paused this site: users wait until it is resumed.' : null;
  const base = { row, siteUrl, byEnvironment: own !== null, credentials, notes };
  if (compiled.ok) return { ...base, policy: compiled.policy, settings: compiled.policy.settings, stopped: paused };
  const [error] = compiled.errors;
  const fault = `Its settings can't be used by this version of Usher: ${error?.path}: ${error?.message} Save them anew.`;
  return { ...base, policy: defaultPolicy(), settings: given, stopped: fault };
}

function openedOf(row: TargetRow, vault: Vault | null): Credentials {
  const { username, secret } = row;
  const anew = 'or give its user name and application password anew';
  if (username === null || secret === null)
    return { ok: false, reason: `Usher has no credentials of this site any more: set WORDPRESS_URL again, ${anew}.` };
  if (vault === null)
    return { ok: false, reason: 'The application password of this site is sealed: set USHER_SECRET_KEY to open it.' };
  const opened = vault.open(secret, purposeOf(row));
  if (opened.ok) return { ok: true, username, applicationPassword: opened.text };
  const what = `The application password of this site ${opened.reason}`;
  return { ok: false, reason: `${what}: set the key with which it was sealed, ${anew}.` };
}

function credentialsOf({ username, applicationPassword }: EnvironmentTarget) {
  return { username, applicationPassword };
}

/** The environment's word on who inherits wins. */
function withHeir(settings: object, heir: string | null): object {
  if (heir === null) return settings;
  const { content } = settings as { content?: object };
  return { ...settings, content: { ...content, fallback: heir } };
}

function defaultPolicy(): Policy {
  const compiled = compileSettings(DEFAULT_SETTINGS);
  if (!compiled.ok) throw new Error('The default settings are faulty.');
  return compiled.policy;
}
