import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftOvers, endProcesses, isAlive } from './processes.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-processes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(argument: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', argument], {
    stdio: 'ignore',
    detached: true,
  });
  await once(child, 'spawn');
  await writeFile(join(folder, 'pid'), String(child.pid));
  return child.pid!;
}

describe('what an earlier run left', () => {
  it('is ended when its command line shows that it is ours', async () => {
    const pid = await start('/data/site/router.php');
    expect(await endLeftOvers(join(folder, 'pid'), '/data/site/router.php')).toBe(1);
    expect(isAlive(pid)).toBe(false);
  });

  it('is let alone when the recorded process id belongs to another program by now', async () => {
    const pid = await start('somebody-elses-program');
    expect(await endLeftOvers(join(folder, 'pid'), '/data/site/router.php')).toBe(0);
    expect(isAlive(pid)).toBe(true);
    await endProcesses([pid]);
  });

  it('may be nothing at all', async () => {
    expect(await endLeftOvers(join(folder, 'none'), 'x')).toBe(0);
  });
});
