import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Runs the npm client, so that a registry, mirror, proxy or token configured for it is honoured.
 *
 * @throws Error with npm's own last error line
 */
export async function npm(
  args: readonly string[],
  cwd: string,
  options: { onBytes?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const { onBytes, signal } = options;
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const cache = join(cwd, '.npm-cache');
  const child = spawn(
    command,
    [...first, ...args, '--cache', cache, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel', 'error'],
    // What `npm start` puts into the environment (npm_config_*, npm_package_*) is of that project, not of this folder.
    { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: withoutWorkspace(process.env), signal },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-8_000)));
  const timer = onBytes && setInterval(() => void folderSize(cache).then(onBytes), 1_000);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', (error) =>
        reject(signal?.aborted ? error : new Error(`npm can't be started: ${error.message}`)),
      );
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(reason(errors, code)))));
    });
  } finally {
    clearInterval(timer);
  }
}

function withoutWorkspace(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const dropped = /^npm_(package|lifecycle|command|execpath)|^npm_config_(local_prefix|workspace|prefix$)|^INIT_CWD$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.test(name)));
}

function reason(errors: string, code: number | null): string {
  const lines = errors
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !/^(A complete log|code )/.test(line));
  return lines[0] ?? `npm ended with ${code ?? 'a signal'}`;
}

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => stat(join(entry.parentPath, entry.name)).catch(() => null)),
  );
  return sizes.reduce((sum, info) => sum + (info?.size ?? 0), 0);
}
