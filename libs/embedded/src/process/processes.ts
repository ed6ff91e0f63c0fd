import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface ProcessInfo {
  pid: number;
  /** Process group; a server and the workers it forked share one. */
  group: number;
  /** The whole command line. */
  command: string;
}

/** The processes of this machine; from /proc where there is one (slim images have no `ps`). */
export async function listProcesses(): Promise<ProcessInfo[]> {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

async function fromProc(): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<ProcessInfo | null> => {
      try {
        const [stat, cmdline] = await Promise.all([
          readFile(`/proc/${pid}/stat`, 'utf8'),
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
        ]);
        // The name in parentheses may hold blanks: fields are counted after the last one. state ppid pgrp ...
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (fields[0] === 'Z') return null;
        return { pid: Number(pid), group: Number(fields[2]), command: cmdline.replaceAll('\0', ' ').trim() };
      } catch {
        return null;
      }
    }),
  );
  return found.filter((info) => info !== null);
}

async function fromPs(): Promise<ProcessInfo[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,pgid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), group: Number(match[2]), command: match[3] ?? '' }] : [];
  });
}

/** A process that has ended and waits for its parent to notice (a zombie) is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'Z';
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}

/** Ends processes politely, and after the grace period (ms) for good. */
export async function endProcesses(pids: readonly number[], graceMs = 5_000, polite: NodeJS.Signals = 'SIGTERM') {
  for (const pid of pids) signal(pid, polite);
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline) {
    if (!pids.some(isAlive)) return;
    await sleep(25);
  }
  for (const pid of pids) signal(pid, 'SIGKILL');
  for (let i = 0; i < 80 && pids.some(isAlive); i += 1) await sleep(25);
}

/**
 * Resolves when the process has ended and tells how, in words; `lastWords` is asked for what it wrote last when it
 * ended by itself.
 */
export function ending(child: ChildProcess, name: string, lastWords: () => string | Promise<string>): Promise<string> {
  return new Promise((resolve) => {
    const tell = async (code: number | null, signal: NodeJS.Signals | null): Promise<void> => {
      if (signal === 'SIGKILL')
        return resolve(`${name} was killed (SIGKILL: by someone, or by the system when memory ran out)`);
      if (signal !== null) return resolve(`${name} was ended (${signal})`);
      const words = await lastWords();
      resolve(`${name} ended (exit code ${code})${words && `: ${words}`}`);
    };
    if (child.exitCode !== null || child.signalCode !== null) void tell(child.exitCode, child.signalCode);
    // Not at close: that doesn't come for a child whose IPC channel was closed from here.
    else child.once('exit', (code, signal) => void tell(code, signal));
  });
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Of a log file; nothing when there is none. */
export async function lastLineOf(file: string): Promise<string> {
  return lastLine(await readFile(file, 'utf8').catch(() => ''));
}

/**
 * Ends what an earlier run left: the process whose id stands in the file, and its group, but only those whose command
 * line shows the marker. A pid is given to another process sooner or later, so the id alone proves nothing.
 *
 * @returns how many were ended
 */
export async function endLeftOvers(pidFile: string, marker: string): Promise<number> {
  const recorded = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(recorded) || recorded <= 1) return 0;
  const ours = (await listProcesses()).filter(
    (info) => (info.pid === recorded || info.group === recorded) && info.command.includes(marker),
  );
  await endProcesses(ours.map((info) => info.pid));
  return ours.length;
}
