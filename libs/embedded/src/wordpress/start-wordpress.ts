import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, isPortFree } from '../process/free-port.js';
import { endLeftOvers } from '../process/processes.js';
import { SECOND_SITE, type MariaDbDatabase, type SiteKind } from './kind.js';
import { NativePhp, nativePhpFault } from './native-php.js';
import type { PhpRuntime, PhpServer } from './php-runtime.js';
import type { PhpWasmVersion } from './php-wasm-packages.js';
import { DEFAULT_RELEASE, versionOf, type WordPressRelease } from './releases.js';
import { installSite, layFiles, sitePaths, type SiteSecrets } from './site.js';
import { WasmPhp } from './wasm-php.js';

export interface EmbeddedWordPressOptions {
  /** Holds everything of the site (files, SQLite database, secrets); made when missing, found as it was otherwise. */
  siteDir: string;
  /** Port of 127.0.0.1; 0 takes a free one. */
  port: number;
  /** The connector plugin's folder; installed as a must-use plugin. */
  pluginDir: string;
  /** Which WordPress; the same at each start of a site. Default: 6.5. */
  release?: WordPressRelease;
  /** Made when missing. Default: SQLite in the site's folder. */
  database?: MariaDbDatabase;
  /** A network of two sites, `/` and `/second/`. Default: a single site. */
  multisite?: boolean;
  /** Default: the machine's `php` when it is fit, else PHP-WASM. */
  runtime?: 'native' | 'wasm';
  /** Of PHP-WASM, where that is used. Default: 8.3. */
  phpWasm?: PhpWasmVersion;
  /** What is being done, for a person who waits. */
  log?: (message: string) => void;
  /** Gives up starting: what was begun is ended, and the promise rejects. */
  signal?: AbortSignal;
}

export interface EmbeddedWordPress extends SiteSecrets {
  url: string;
  /** Addresses of all sites: the main one, and the second of a network. */
  sites: readonly string[];
  /** The whole version of WordPress: `6.5.5`. */
  version: string;
  runtime: 'native' | 'wasm';
  /** Resolves when its PHP has ended, however, and tells how; {@link KeptRunning} then starts it again. */
  ended: Promise<string>;
  /** Rejects with one line when the site has stopped serving. */
  check(): Promise<void>;
  /** Runs PHP inside this WordPress (`wp-load.php` is loaded; the code has no `<?php`) and gives what it prints. */
  evaluate(code: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A real WordPress with the connector installed, serving when this resolves.
 *
 * @throws Error of one line: port taken, WordPress can't be fetched, PHP fails
 */
export async function startEmbeddedWordPress(options: EmbeddedWordPressOptions): Promise<EmbeddedWordPress> {
  const log = options.log ?? (() => undefined);
  const site = sitePaths(options.siteDir);
  if ((await endLeftOvers(site.pidFile, site.folder)) > 0) log('ended a PHP server that an earlier run had left');
  if (options.port !== 0 && !(await isPortFree(options.port)))
    throw new Error(`port ${options.port} for the embedded WordPress is taken by another program`);
  const port = options.port || (await freePort());
  const url = `http://127.0.0.1:${port}`;

  const kind: SiteKind = {
    release: options.release ?? DEFAULT_RELEASE,
    database: options.database ?? null,
    multisite: options.multisite ?? false,
  };
  const php = await choosePhp(options, log);
  const { signal } = options;
  let server: PhpServer | undefined;
  try {
    // Fetched beside WordPress; a failure is reported by open.
    if (php instanceof WasmPhp) php.fetch().catch(() => undefined);
    await layFiles(site, kind, { url, pluginDir: options.pluginDir, log, signal });
    signal?.throwIfAborted();
    if (php instanceof WasmPhp) await php.open(site);
    const secrets = await installSite(site, kind, url, php, log);
    signal?.throwIfAborted();
    log('starting WordPress');
    server = await php.serve(site, port, log);
    const serving = server;
    let over: string | undefined;
    void serving.ended.then((how) => (over = how));
    const assertAlive = (): void => {
      if (over !== undefined) throw new Error(over);
    };
    await untilServing(url, assertAlive, signal);
    return {
      ...secrets,
      url,
      sites: kind.multisite ? [url, url + SECOND_SITE.slice(0, -1)] : [url],
      version: await versionOf(site.root),
      runtime: php.kind,
      ended: serving.ended,
      check: async () => {
        assertAlive();
        // The one instance of PHP-WASM may be busy for longer than a health check waits.
        if (php.kind === 'wasm') return;
        const answer = await fetch(`${url}/wp-includes/images/blank.gif`, { signal: AbortSignal.timeout(2_500) });
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`the embedded WordPress answers ${answer.status}`);
      },
      evaluate: (code) => php.run(`<?php require '${site.root.replaceAll("'", "\\'")}/wp-load.php';\n${code}`),
      stop: async () => {
        await serving.stop();
        await php.close();
      },
    };
  } catch (error) {
    await server?.stop();
    await php.close();
    throw error;
  }
}

async function choosePhp(options: EmbeddedWordPressOptions, log: (message: string) => void): Promise<PhpRuntime> {
  const { runtime: wanted, phpWasm, signal } = options;
  if (wanted === 'wasm') return new WasmPhp(log, signal, phpWasm);
  const fault = await nativePhpFault();
  if (fault === null) return new NativePhp();
  if (wanted === 'native')
    throw new Error(`${fault}; install it with: apt-get install php-cli php-sqlite3 php-xml php-mbstring`);
  log(`${fault}: PHP-WASM is used instead`);
  return new WasmPhp(log, signal, phpWasm);
}

async function untilServing(url: string, assertAlive: () => void, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (let last = ''; ; await sleep(60)) {
    signal?.throwIfAborted();
    assertAlive();
    try {
      const answer = await fetch(`${url}/wp-json/`, { signal: AbortSignal.timeout(60_000) });
      const body = await answer.text();
      if (answer.ok && body.startsWith('{')) return;
      last = `it answers ${answer.status}: ${body.slice(0, 200)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > deadline) throw new Error(`the embedded WordPress doesn't serve: ${last}`);
  }
}
