import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: the unit of the times in /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

interface ProcessTimes {
  parent: number;
  /** Of the process itself, user and system. */
  ownMs: number;
  /** Of its children that have ended and were waited for. */
  endedChildrenMs: number;
}

function timesOf(pid: number | string): ProcessTimes | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the command in parentheses and may hold blanks; the third follows the last parenthesis.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = (first: number): number => ((fields[first] ?? 0) + (fields[first + 1] ?? 0)) * MS_PER_TICK;
  return { parent: fields[1] ?? 0, ownMs: ticks(11), endedChildrenMs: ticks(13) };
}

/** CPU milliseconds that a process has used; undefined where there is no /proc. */
export function cpuOf(pid: number): number | undefined {
  return timesOf(pid)?.ownMs;
}

/** CPU milliseconds of a process and its children, those that have ended included: a postmaster and its backends. */
export function cpuOfFamily(pid: number): number | undefined {
  const head = timesOf(pid);
  if (head === undefined) return undefined;
  let sum = head.ownMs + head.endedChildrenMs;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const times = timesOf(name);
    if (times?.parent === pid) sum += times.ownMs;
  }
  return sum;
}

/** CPU milliseconds of all processes whose command line has this text; undefined where there is none. */
export function cpuOfCommand(text: string): number | undefined {
  const times = processesOf(text).map((pid) => cpuOf(pid) ?? 0);
  return times.length === 0 ? undefined : times.reduce((sum, ms) => sum + ms, 0);
}

/** Ids of all processes whose command line has this text; none where there is no /proc. */
export function processesOf(text: string): number[] {
  const names = existsSync('/proc') ? readdirSync('/proc') : [];
  return names.filter((name) => /^\d+$/.test(name) && commandOf(name).includes(text)).map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The most memory a process had resident, in MB; undefined where there is no /proc. */
export function peakRssOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
