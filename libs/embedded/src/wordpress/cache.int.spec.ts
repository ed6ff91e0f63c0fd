import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses } from '../process/processes.js';
import { cached } from './cache.js';

let folder: string;
const before = process.env.USHER_CACHE_DIR;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-cache-'));
  process.env.USHER_CACHE_DIR = folder;
});

afterEach(async () => {
  if (before === undefined) delete process.env.USHER_CACHE_DIR;
  else process.env.USHER_CACHE_DIR = before;
  await rm(folder, { recursive: true, force: true });
});

describe('the cache of fetched files', () => {
  it('makes a folder once, however many want it at the same time', async () => {
    let made = 0;
    const make = async (place: string): Promise<void> => {
      made += 1;
      await sleep(100);
      await writeFile(join(place, 'file'), String(made));
    };
    const found = await Promise.all([cached('a', make), cached('a', make), cached('a', make)]);
    expect(new Set(found).size).toBe(1);
    expect(await readFile(join(found[0]!, 'file'), 'utf8')).toBe('1');
  });

  it('shows nothing of a fetch that failed, and tries again the next time', async () => {
    const failing = cached('b', async (place) => {
      await writeFile(join(place, 'half'), '');
      throw new Error('the registry is down');
    });
    await expect(failing).rejects.toThrow('the registry is down');
    expect(existsSync(join(folder, 'b'))).toBe(false);
    const again = await cached('b', (place) => writeFile(join(place, 'whole'), ''));
    expect(existsSync(join(again, 'half'))).toBe(false);
  });

  it.each([
    ['that was killed', '4194304'],
    ['whose id another program has now', `${process.ppid}\nnode of another day`],
    ['whose id is ours now', `${process.pid}\nnode of another day`],
    ['that had the same id and command, as in a container', null],
    ['that could not write it: the disk was full', ''],
  ])('is not blocked by the lock of a process %s', async (_what, content) => {
    const own = (await listProcesses()).find(({ pid }) => pid === process.pid);
    await writeFile(join(folder, 'c.lock'), content ?? `${process.pid}\n${own?.command}`);
    const before = new Date(Date.now() - 60_000);
    await utimes(join(folder, 'c.lock'), before, before);
    await expect(cached('c', async () => undefined)).resolves.toBe(join(folder, 'c'));
  });

  it('waits for a lock that is being written', async () => {
    await writeFile(join(folder, 'd.lock'), '');
    const made = cached('d', async () => undefined);
    await sleep(500);
    expect(existsSync(join(folder, 'd'))).toBe(false);
    await rm(join(folder, 'd.lock'));
    await made;
  });
});
