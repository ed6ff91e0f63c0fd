import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { constants } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../process/free-port.js';
import { endLeftOvers, endProcesses, ending, lastLineOf } from '../process/processes.js';
import { cached } from '../wordpress/cache.js';
import { mariaDbBinaries, type MariaDbBinaries } from './binaries.js';

export interface MariaDbOptions {
  /** Holds the data, the log and the socket; made when missing. */
  dataDir: string;
  /** Options of the server beside the defaults, which make every commit durable: `{ 'sync-binlog': '0' }`. */
  settings?: Readonly<Record<string, string>>;
}

/** How to reach a MariaDB server, and how to be its administrator. */
export interface MariaDbAccess {
  host: string;
  port: number;
  user: string;
  password: string;
}

export interface RunningMariaDb extends MariaDbAccess {
  pid: number;
  /** Resolves when it has ended, however, and tells how. */
  ended: Promise<string>;
  /** Resolves when it has ended, data written. */
  stop(): Promise<void>;
}

const DEFAULTS = {
  'bind-address': '127.0.0.1',
  'skip-name-resolve': '1',
  'performance-schema': '0',
  'max-connections': '200',
  'innodb-buffer-pool-size': '128M',
  'innodb-log-file-size': '16M',
};

/**
 * A MariaDB of our own on a free port of 127.0.0.1, accepting connections when this resolves; no service of the system
 * and none of its configuration. It outlives this process unless it is stopped.
 *
 * @throws MariaDbUnavailableError, or Error of one line
 */
export async function startMariaDb(options: MariaDbOptions): Promise<RunningMariaDb> {
  const binaries = await mariaDbBinaries();
  const folder = resolve(options.dataDir);
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await endLeftOvers(join(folder, 'mariadb.pid'), data);
  if (!existsSync(data)) {
    const draft = `${data}.part`;
    await rm(draft, { recursive: true, force: true });
    await cp(await emptyData(binaries), draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await rename(draft, data);
  }
  const access = {
    host: '127.0.0.1',
    port: await freePort(),
    user: 'usher',
    password: randomBytes(18).toString('hex'),
  };
  const logFile = join(folder, 'mariadb.log');
  const initFile = join(folder, 'init.sql');
  await writeFile(initFile, accounts(access), { mode: 0o600 });
  const flags = Object.entries({
    ...DEFAULTS,
    ...options.settings,
    datadir: data,
    port: String(access.port),
    socket: join(data, 'mariadb.sock'),
    'pid-file': join(folder, 'server.pid'),
    'init-file': initFile,
  }).map(([name, value]) => `--${name}=${value}`);
  const output = openSync(logFile, 'w', 0o600);
  const child = spawn(binaries.server, ['--no-defaults', ...asUser(), ...flags], {
    stdio: ['ignore', output, output],
    cwd: '/',
    detached: true,
  });
  closeSync(output);
  child.unref();
  const ended = ending(child, 'MariaDB', () => lastLineOf(logFile));
  try {
    await untilAccepting(child, access.port, logFile);
  } catch (error) {
    await end(child);
    throw error;
  } finally {
    await rm(initFile, { force: true });
  }
  await writeFile(join(folder, 'mariadb.pid'), String(child.pid));
  return { ...access, pid: child.pid ?? 0, ended, stop: () => end(child) };
}

/** A data folder with nothing but the system's tables: a second to make, so kept. */
function emptyData({ installer, version }: MariaDbBinaries): Promise<string> {
  return cached(`mariadb-data-${version}-1`, async (folder) => {
    const flags = [
      '--no-defaults',
      `--datadir=${folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ];
    const sizes = Object.entries(DEFAULTS).flatMap(([name, value]) =>
      name.startsWith('innodb') ? [`--${name}=${value}`] : [],
    );
    await promisify(execFile)(installer, [...flags, '--force', ...sizes, ...asUser()]);
  });
}

/** It refuses to be root unless told by name. */
function asUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** One administrator, who has a password; without it nobody gets in. */
function accounts({ user, host, password }: MariaDbAccess): string {
  return [
    // The server reads one statement a line.
    `DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';`,
    'FLUSH PRIVILEGES;',
    `CREATE USER '${user}'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'${host}' WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

async function untilAccepting(child: ChildProcess, port: number, logFile: string): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(30)) {
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`MariaDB did not start: ${await fault(logFile)}`);
    // It listens only after the accounts have been made.
    if (await accepts(port)) return;
  }
  throw new Error(`MariaDB did not start within a minute; see ${logFile}`);
}

async function fault(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).split('\n');
  return lines.find((line) => line.includes('[ERROR]')) ?? `see ${logFile}`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    // The server greets first.
    socket.once('data', () => finish(true));
    socket.once('error', () => finish(false));
    socket.setTimeout(2_000, () => finish(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await endProcesses([child.pid], 30_000);
}
