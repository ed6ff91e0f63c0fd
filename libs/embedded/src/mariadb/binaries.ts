import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The Debian packages that bring the programs; neither starts a service. */
export const MARIADB_PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];

export interface MariaDbBinaries {
  server: string;
  /** Makes an empty data folder. */
  installer: string;
  /** `10.11.19` */
  version: string;
}

/** There is no MariaDB on this machine; the message says so in one line. */
export class MariaDbUnavailableError extends Error {}

/** @throws MariaDbUnavailableError */
export async function mariaDbBinaries(): Promise<MariaDbBinaries> {
  const server = find('mariadbd');
  const installer = find('mariadb-install-db');
  if (server === null || installer === null)
    throw new MariaDbUnavailableError(
      `there is no MariaDB on this machine (apt-get install ${MARIADB_PACKAGES.join(' ')})`,
    );
  const { stdout } = await promisify(execFile)(server, ['--no-defaults', '--version']);
  return { server, installer, version: /Ver ([\d.]+)/.exec(stdout)?.[1] ?? 'unknown' };
}

/** Debian keeps servers where ordinary users' PATH doesn't look. */
function find(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
