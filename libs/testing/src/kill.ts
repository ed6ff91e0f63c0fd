import { endProcesses, listProcesses, type ProcessInfo } from '@usher/embedded';

/** `kill -9` of all processes that match; resolves when they are gone. */
export async function killProcesses(matches: (info: ProcessInfo) => boolean): Promise<void> {
  const pids = (await listProcesses()).filter(matches).map((info) => info.pid);
  await endProcesses(pids, 0, 'SIGKILL');
}
