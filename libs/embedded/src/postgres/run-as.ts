import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** How to start PostgreSQL's programs: a prefix of the command line, and who owns the data. */
export interface Runner {
  prefix: readonly string[];
  uid?: number;
  gid?: number;
}

/** The securebit makes access(2), with which initdb looks for its programs, count the capability too. */
const PASS_BY = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/**
 * PostgreSQL refuses to be root. As root it is run as `postgres`, or `nobody` where there is no such user (no user is
 * made). When that user can't enter a folder that leads to the files (`/root` is 0700), the processes keep the one
 * capability that passes by it.
 */
export async function runnerFor(paths: readonly string[]): Promise<Runner> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const user = await unprivilegedUser();
  const closed = (await Promise.all(paths.map((path) => closedFolder(path, user)))).find((folder) => folder !== null);
  const base = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const prefix = closed == null ? base : [...base, ...PASS_BY];
  try {
    await promisify(execFile)(prefix[0] ?? '', [...prefix.slice(1), 'true']);
  } catch {
    throw new Error(
      closed == null
        ? 'PostgreSQL refuses to be root, and "setpriv" (package util-linux) is missing to start it as another user: run as an ordinary user, or set DATABASE_URL'
        : `PostgreSQL refuses to be root, and user "${user.name}" can't enter ${closed}: run as an ordinary user, choose another USHER_DATA_DIR, or set DATABASE_URL`,
    );
  }
  return { prefix, uid: user.uid, gid: user.gid };
}

interface User {
  name: string;
  uid: number;
  gid: number;
}

async function unprivilegedUser(): Promise<User> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL refuses to be root, and there is no user "postgres" or "nobody": run as an ordinary user',
  );
}

/** The first folder on the way to a path that the user may not enter. */
async function closedFolder(path: string, user: User): Promise<string | null> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const info = await stat(folder).catch(() => null);
    if (info) {
      const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001;
      if ((info.mode & bit) === 0) return folder;
    }
    if (folder === dirname(folder)) return null;
  }
}
