import { execFile, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { endLeftOvers, endProcesses, ending, lastLineOf, listProcesses } from '../process/processes.js';
import type { PhpRuntime, PhpServer, SitePaths } from './php-runtime.js';

/** Without these WordPress on SQLite doesn't run, or not as it does elsewhere. */
const NEEDED = ['pdo_sqlite', 'mbstring', 'xml', 'json'];
const SETTINGS = [
  'opcache.enable=1',
  'opcache.enable_cli=1',
  'opcache.memory_consumption=128',
  'opcache.max_accelerated_files=8000',
  'opcache.revalidate_freq=2',
  'memory_limit=256M',
  'display_errors=0',
  'log_errors=1',
  'post_max_size=64M',
  'upload_max_filesize=64M',
];

/** Says why the `php` of this machine can't serve, or null when it can. */
export async function nativePhpFault(): Promise<string | null> {
  const probe = `echo json_encode([PHP_VERSION_ID, array_values(array_filter(${JSON.stringify(NEEDED)}, fn($e) => !extension_loaded($e)))]);`;
  try {
    const { stdout } = await promisify(execFile)('php', ['-r', probe], { timeout: 20_000 });
    const [version, missing] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [number, string[]];
    if (version < 80_000) return 'php on the PATH is older than 8.0';
    return missing.length > 0 ? `php on the PATH lacks ${missing.join(', ')}` : null;
  } catch {
    return 'there is no php on the PATH';
  }
}

export class NativePhp implements PhpRuntime {
  readonly kind = 'native';

  run(code: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn('php', [...flags(), '-d', 'display_errors=stderr'], { stdio: 'pipe' });
      let output = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors = (errors + chunk).slice(-4_000)));
      child.once('error', reject);
      child.once('close', (status) => {
        if (status === 0) resolve(output);
        else reject(new Error(`php failed: ${`${errors} ${output}`.trim().slice(0, 2_000) || `status ${status}`}`));
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(code);
    });
  }

  async serve(site: SitePaths, port: number, log: (message: string) => void): Promise<PhpServer> {
    const ended = await endLeftOvers(site.pidFile, site.router);
    if (ended > 0) log('ended a PHP server that an earlier run had left');

    const output = openSync(site.phpLog, 'w');
    const child = spawn(
      'php',
      // Quiet: it would write three lines for each request, for as long as it runs.
      [...flags(), '-q', '-d', `error_log=${site.phpLog}`, '-S', `127.0.0.1:${port}`, '-t', site.root, site.router],
      // A group of its own: the workers it forks are found and ended with it.
      { stdio: ['ignore', 'ignore', output], detached: true, env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' } },
    );
    closeSync(output);
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    const pid = child.pid ?? 0;
    await writeFile(site.pidFile, String(pid));

    return {
      ended: ending(child, 'the PHP server', () => lastLineOf(site.phpLog)),
      stop: async () => {
        const group = (await listProcesses()).filter(
          (info) => info.group === pid && info.command.includes(site.router),
        );
        await endProcesses(group.map((info) => info.pid));
        await rm(site.pidFile, { force: true });
      },
    };
  }

  async close(): Promise<void> {}
}

function flags(): string[] {
  return SETTINGS.flatMap((setting) => ['-d', setting]);
}
