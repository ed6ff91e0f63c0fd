import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianMirror } from './sources.js';

const run = promisify(execFile);

/** Packages of a Debian release can't be had on this machine; the message says why, in one line. */
export class DebianUnavailableError extends Error {}

/**
 * Fetches packages of a Debian release, whichever release this machine runs, and unpacks them without installing
 * anything: apt with lists and state of its own, from the mirror that this machine uses.
 *
 * @param suite `bookworm`, `sid`
 * @param folder receives the packages' files: `usr/share/…`
 * @throws DebianUnavailableError
 */
export async function unpackDebianPackages(
  suite: string,
  packages: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const mirror = await debianMirror();
  if (mirror === null) throw new DebianUnavailableError("apt has no source for Debian's main archive on this machine");
  const state = join(folder, '.apt');
  const downloads = join(state, 'debs');
  for (const path of ['lists/partial', 'cache/archives/partial', 'debs'])
    await mkdir(join(state, path), { recursive: true });
  const signedBy = mirror.signedBy === null ? '' : `[signed-by=${mirror.signedBy}] `;
  await writeFile(join(state, 'sources.list'), `deb ${signedBy}${mirror.uri} ${suite} main\n`);
  await writeFile(join(state, 'status'), '');
  const settings = {
    'Dir::Etc::sourcelist': join(state, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferencesparts': '-',
    'Dir::State': state,
    'Dir::State::lists': join(state, 'lists'),
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': join(state, 'cache'),
    // Its user for downloads may not enter a cache in root's home.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'APT::Update::Error-Mode': 'any',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt = (...args: string[]) => run('apt-get', [...options, '-qq', ...args], { cwd: downloads, signal });
  try {
    await apt('update');
    await apt('download', ...packages);
    for (const name of await readdir(downloads))
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(downloads, name), folder], { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DebianUnavailableError(`packages of Debian ${suite} can't be fetched: ${reason(error)}`);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

function reason(error: unknown): string {
  const { code, stderr = '', message = '' } = error as { code?: unknown; stderr?: string; message?: string };
  if (code === 'ENOENT') return 'apt-get or dpkg-deb is missing';
  const line = stderr.split('\n').find((text) => text.startsWith('E: ')) ?? message.split('\n')[0] ?? '';
  return line.replace(/^E: /, '');
}
