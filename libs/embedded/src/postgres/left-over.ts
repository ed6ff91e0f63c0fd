import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcesses, listProcesses } from '../process/processes.js';

/**
 * Ends a PostgreSQL that still runs on this data, and removes a pid file whose process is none: PostgreSQL itself
 * only asks whether *some* process has that id.
 *
 * @returns whether one was ended
 */
export async function endLeftOverPostgres(data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  const recorded = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(recorded) || recorded <= 1) return false;
  const ours = (await listProcesses()).filter((info) => info.command.includes(` -D ${data} `));
  await endProcesses(
    ours.map((info) => info.pid),
    30_000,
    'SIGINT',
  );
  if (!ours.some((info) => info.pid === recorded)) await rm(file, { force: true });
  return ours.length > 0;
}
