import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeptRunning, type Running } from './keep-running.js';
import { ending, endProcesses, isAlive } from './processes.js';

interface Program extends Running {
  pid: number;
  /** Of the one in whose place it is. */
  before?: number;
}

const LASTS = 'setInterval(() => {}, 1000)';

async function start(source: string, before?: Program): Promise<Program> {
  const child = spawn(process.execPath, ['-e', source], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid!;
  return {
    pid,
    before: before?.pid,
    ended: ending(child, 'the program', () => 'last words'),
    stop: () => endProcesses([pid]),
  };
}

function keep(starts: (signal?: AbortSignal, before?: Program) => Promise<Program>, initialDelay: number) {
  const said: string[] = [];
  const pauses = { initialDelay, maxDelay: 8 * initialDelay };
  return { said, kept: KeptRunning.start<Program>(starts, { log: (line) => said.push(line), pauses }) };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i += 1) await sleep(25);
  expect(holds()).toBe(true);
}

const pid = (kept: KeptRunning<Program>): number | undefined => {
  try {
    return kept.running().pid;
  } catch {
    return undefined;
  }
};

describe('a program that must be there', () => {
  it('is started again in its place when it is killed, and tells until then what happened', async () => {
    const { said, kept: starting } = keep((_, before) => start(LASTS, before), 200);
    const kept = await starting;
    const first = kept.running().pid;
    process.kill(first, 'SIGKILL');
    await until(() => pid(kept) === undefined);
    expect(() => kept.running()).toThrow(/^the program was killed \(SIGKILL.*\); it is being started again$/);
    await until(() => pid(kept) !== undefined);
    expect(kept.running().before).toBe(first);
    expect(said).toEqual([
      expect.stringMatching(/^the program was killed .*; starting it again in 0.2 s$/),
      'serves again',
    ]);
    const last = kept.running().pid;
    await kept.stop();
    expect(isAlive(last)).toBe(false);
  });

  it('that ends soon, or fails to start, is tried again after a growing pause, without end', async () => {
    let tries = 0;
    const { said, kept: starting } = keep(async (_, before) => {
      tries += 1;
      if (tries % 2 === 0) throw new Error('no memory');
      return start('process.exit(3)', before);
    }, 100);
    const kept = await starting;
    await until(() => tries > 7);
    await kept.stop();
    expect(said.filter((line) => line.includes('again in')).slice(0, 6)).toEqual([
      'the program ended (exit code 3): last words; starting it again in 0.1 s',
      'no memory; starting it again in 0.2 s',
      'the program ended (exit code 3): last words; starting it again in 0.4 s',
      'no memory; starting it again in 0.8 s',
      'the program ended (exit code 3): last words; starting it again in 0.8 s',
      'no memory; starting it again in 0.8 s',
    ]);
  });

  it.each([
    ['in the pause', 60_000],
    ['while it is being started', 0],
  ])('stopped %s, is not there', async (_, pause) => {
    const pids: number[] = [];
    const { kept: starting } = keep(async (signal) => {
      const program = await start(LASTS);
      pids.push(program.pid);
      // The second start takes until it is given up, and ends what it began: its contract.
      if (pids.length === 1) return program;
      await once(signal!, 'abort');
      await program.stop();
      throw new Error('given up');
    }, pause);
    const kept = await starting;
    process.kill(kept.running().pid, 'SIGKILL');
    await until(() => (pause > 0 ? pid(kept) === undefined : pids.length === 2));
    await kept.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
