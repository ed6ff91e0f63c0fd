import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses } from '../process/processes.js';

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

/** Locks of this process: its id alone proves nothing, since one before it may have had the same. */
const held = new Set<string>();
/** Milliseconds after which an empty lock isn't one that is being written. */
const WRITTEN_WITHIN = 10_000;

/** One process at a time; the lock of a process that was killed is taken over. */
export async function withLock<T>(file: string, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  for (let told = false; !(await take(file));) {
    const holder = await readFile(file, 'utf8').catch(() => '');
    if (await isAbandoned(file, holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) log(`waiting for process ${Number.parseInt(holder) || '?'}, which is fetching the same files`);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
    held.delete(file);
  }
}

async function take(file: string): Promise<boolean> {
  if (held.has(file)) return false;
  held.add(file);
  try {
    await writeFile(file, `${process.pid}\n${await commandOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    held.delete(file);
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

async function isAbandoned(file: string, holder: string): Promise<boolean> {
  if (held.has(file)) return false;
  if (holder === '') {
    // Whoever began it was killed, or the disk was full, unless it has only just begun.
    const info = await stat(file).catch(() => null);
    return info !== null && Date.now() - info.mtimeMs > WRITTEN_WITHIN;
  }
  const [pid = ''] = holder.split('\n', 1);
  return Number(pid) === process.pid || (await commandOf(Number(pid))) !== holder.slice(pid.length + 1);
}

/** Undefined where there is no such process: sooner or later its id is given to another one, with another command. */
async function commandOf(pid: number): Promise<string | undefined> {
  return (await listProcesses()).find((info) => info.pid === pid)?.command;
}
