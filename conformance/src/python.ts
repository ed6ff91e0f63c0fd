import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL('../requirements.txt', import.meta.url));
/** Debian has ensurepip, which venv needs, in a package of its own. */
const VERSION = 'import ensurepip, sys; assert sys.version_info >= (3, 11); print(*sys.version_info[:2])';
const SUITE_WITHIN_MS = 5 * 60_000;

/**
 * A Python that has the suites: made with venv and pip once for each requirements.txt and Python, then kept in the cache
 * folder (`USHER_CACHE_DIR`, else `~/.cache/usher`).
 * @throws {Error} with what to install, or what pip said.
 */
export async function pythonWithSuites(say: (line: string) => void): Promise<string> {
  const version = await run('python3', ['-c', VERSION]).catch(() => {
    throw new Error('The suites need Python 3.11 or newer with venv. On Debian: sudo apt-get install python3-venv');
  });
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  const key = createHash('sha256').update(`${version.stdout}${requirements}`).digest('hex').slice(0, 16);
  const cache = process.env.USHER_CACHE_DIR || join(homedir(), '.cache', 'usher');
  const folder = join(cache, `conformance-${key}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  say('Fetching scim2-tester and scim-sanity (once)');
  await mkdir(cache, { recursive: true });
  // Whole or not at all: a run that is broken off, or another at the same time, leaves no half of it. Nothing in it is
  // called by a path that the new name would break.
  const making = `${folder}.${process.pid}`;
  try {
    await run('python3', ['-m', 'venv', making]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:', '--no-deps'];
    await run(join(making, 'bin', 'python'), [...pip, '-r', REQUIREMENTS]);
    await rename(making, folder).catch((error: unknown) => {
      if (!existsSync(python)) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return python;
}

export interface PythonRun {
  code: number | null;
  output: string;
}

/** Runs Python to its end, at most five minutes; what it prints to stderr goes to ours. */
export async function runPython(
  python: string,
  args: string[],
  environment: Record<string, string>,
): Promise<PythonRun> {
  const child = spawn(python, args, {
    env: { PATH: process.env.PATH, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: SUITE_WITHIN_MS,
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [code, output] = await Promise.all([ended, text(child.stdout)]);
  return { code, output };
}
