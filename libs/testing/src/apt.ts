import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Installs Debian packages where that is possible: as root, with apt.
 *
 * @param fault why they are needed, for the message
 * @throws Error of one line that says what to do by hand
 */
export async function installPackages(fault: string, packages: readonly string[]): Promise<void> {
  const advice = `${fault}; the tests need it: apt-get install ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(advice);
  const run = promisify(execFile);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another worker may be installing the same at this moment: apt waits for its lock.
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  try {
    await run('apt-get', [...wait, 'update', '-qq'], { env });
    await run('apt-get', [...wait, 'install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  } catch (error) {
    throw new Error(`${advice} (apt-get failed: ${error instanceof Error ? error.message.split('\n').at(-2) : error})`);
  }
}
