import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../process/processes.js';

/** Where fetched files are kept between runs: USHER_CACHE_DIR, else `usher` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.USHER_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'usher');
}

/**
 * A folder of the cache, made on first use. It appears whole or not at all (built beside and renamed), and two
 * processes that want it at once make it once.
 */
export async function cached(
  name: string,
  make: (folder: string) => Promise<void>,
  log: (message: string) => void = () => undefined,
): Promise<string> {
  const target = join(cacheFolder(), name);
  if (existsSync(target)) return target;
  await mkdir(cacheFolder(), { recursive: true });
  return withLock(`${target}.lock`, log, async () => {
    if (existsSync(target)) return target;
    // What a run that was killed in the middle had begun.
    for (const left of await readdir(cacheFolder()))
      if (left.startsWith(`${name}.`) && left.endsWith('.part'))
        await rm(join(cacheFolder(), left), { recursive: true });
    const draft = `${target}.${randomUUID().slice(0, 8)}.part`;
    try {
      await mkdir(draft, { recursive: true });
      await make(draft);
      await rename(draft, target);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return target;
  });
}

/** One process at a time; the lock of a process that was killed is taken over. */
export async function withLock<T>(file: string, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  for (let told = false; ;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    // An empty file is one being written; a dead holder was killed in the middle.
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
    else {
      if (!told) log(`waiting for process ${holder || '?'}, which is fetching the same files`);
      told = true;
      await sleep(300);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
