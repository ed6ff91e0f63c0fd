import { fileURLToPath } from 'node:url';
import {
  KeptRunning,
  startEmbeddedPostgres,
  startEmbeddedWordPress,
  type EmbeddedPostgres,
  type EmbeddedWordPress,
} from '@usher/embedded';
import type { StandaloneConfig } from '../config.js';
import type { DataFolder } from './data-folder.js';
import { checkGivenWordPress } from './given-wordpress.js';
import type { Steps } from './steps.js';

/** What the starting parts are told, and where they leave their ends and checks. */
export interface StartContext {
  config: StandaloneConfig;
  folder: DataFolder;
  /** Called in the opposite order when Usher ends. */
  ends: (() => Promise<void>)[];
  /** For `/health/ready`. */
  checks: Map<string, () => Promise<unknown>>;
  steps: Steps;
  /** Gives up the start. */
  signal: AbortSignal;
}

/** How the provisioner reaches the site. */
export interface Connector {
  url: string;
  username: string;
  applicationPassword: string;
}

const plugin = fileURLToPath(new URL('../../../wordpress-connector/usher-connector', import.meta.url));

/** @returns the address of the database: the one given, else of a PostgreSQL that is kept running from here on */
export async function databaseOf({ config, folder, ends, checks, steps, signal }: StartContext): Promise<string> {
  if (config.DATABASE_URL !== undefined) return config.DATABASE_URL;
  const log = steps.of('PostgreSQL');
  const postgres = await KeptRunning.start<EmbeddedPostgres>(
    (giveUp, before) =>
      startEmbeddedPostgres({
        dataDir: folder.at('postgres'),
        port: before && portOf(before.url),
        log,
        signal: giveUp,
      }),
    { log, signal },
  );
  ends.push(() => postgres.stop());
  checks.set('postgresql', async () => postgres.running());
  steps.say('PostgreSQL', 'serves');
  return postgres.running().url;
}

/** The site that was given, else a WordPress that is kept running from here on. */
export async function siteOf(context: StartContext): Promise<{ embedded?: EmbeddedWordPress; connector: Connector }> {
  const { config, folder, ends, checks, steps, signal } = context;
  if (config.WORDPRESS_URL !== undefined) {
    const connector = {
      url: config.WORDPRESS_URL.replace(/\/+$/, ''),
      username: config.WORDPRESS_USERNAME ?? '',
      applicationPassword: config.WORDPRESS_APPLICATION_PASSWORD ?? '',
    };
    steps.say('WordPress', `asking ${connector.url}`);
    await checkGivenWordPress(connector);
    return { connector };
  }
  const log = steps.of('WordPress');
  const site = await KeptRunning.start<EmbeddedWordPress>(
    (giveUp, before) =>
      startEmbeddedWordPress({
        siteDir: folder.at('wordpress'),
        port: before ? portOf(before.url) : config.USHER_WORDPRESS_PORT,
        pluginDir: plugin,
        runtime: before?.runtime,
        log,
        signal: giveUp,
      }),
    { log, signal },
  );
  ends.push(() => site.stop());
  checks.set('wordpress', async () => site.running().check());
  const embedded = site.running();
  const how = embedded.runtime === 'wasm' ? ' (PHP-WASM: slow, no php found)' : '';
  steps.say('WordPress', `serves at ${embedded.url}${how}`);
  return { embedded, connector: { url: embedded.url, ...embedded.connector } };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
