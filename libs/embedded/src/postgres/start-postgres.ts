import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../process/free-port.js';
import { endProcesses, ending, lastLine, lastLineOf } from '../process/processes.js';
import { postgresBinaries, type PostgresBinaries } from './binaries.js';
import { endLeftOverPostgres } from './left-over.js';
import { runnerFor, type Runner } from './run-as.js';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made when missing. */
  dataDir: string;
  /** On 127.0.0.1; by default a free one, another at each start. */
  port?: number;
  /** Settings beside the defaults, which make every commit durable. */
  settings?: Readonly<Record<string, string>>;
  log?: (message: string) => void;
  /** Gives up starting: what was begun is ended, and the promise rejects. */
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** `postgres://usher:<password>@127.0.0.1:<port>/usher` */
  url: string;
  pid: number;
  /** Resolves when it has ended, however, and tells how. */
  ended: Promise<string>;
  /** Resolves when every process of it has ended, data written. */
  stop(): Promise<void>;
}

const DEFAULTS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  jit: 'off',
  log_checkpoints: 'off',
};
/** So that a newer PostgreSQL never opens an older cluster. */
const MAJOR = 18;

/**
 * A PostgreSQL of our own on a free port of 127.0.0.1, accepting connections when this resolves. One that an earlier
 * run left on the same data is ended first.
 *
 * @throws Error of one line
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const folder = resolve(options.dataDir);
  const data = join(folder, `data-${MAJOR}`);
  await mkdir(folder, { recursive: true });
  const binaries = await postgresBinaries();
  const runner = await runnerFor([binaries.postgres, join(data, 'PG_VERSION')]);
  await own(folder, runner);
  if (await endLeftOverPostgres(data)) log('ended a PostgreSQL that an earlier run had left');
  const password = await passwordOf(folder);
  if (!existsSync(data)) {
    log('preparing PostgreSQL (once)');
    await initialise(data, password, binaries, runner);
  }

  log('starting PostgreSQL');
  // A killed server's children take a moment to notice that; until then it refuses to start.
  for (const deadline = Date.now() + 15_000; ; await sleep(300)) {
    options.signal?.throwIfAborted();
    const port = options.port ?? (await freePort());
    const logFile = join(folder, 'postgres.log');
    const child = launch(data, port, options.settings ?? {}, binaries, runner, logFile);
    try {
      const admin = `postgres://usher:${password}@127.0.0.1:${port}`;
      await untilAccepting(`${admin}/postgres`, child, logFile, options.signal);
      return {
        url: `${admin}/usher`,
        pid: child.pid ?? 0,
        ended: ending(child, 'PostgreSQL', () => lastLineOf(logFile)),
        stop: () => end(child),
      };
    } catch (error) {
      await end(child);
      const busy = error instanceof Error && /shared memory block|could not bind|postmaster\.pid/.test(error.message);
      if (!busy || Date.now() > deadline) throw error;
    }
  }
}

async function own(path: string, runner: Runner): Promise<void> {
  if (runner.uid !== undefined && runner.gid !== undefined) await chown(path, runner.uid, runner.gid);
  await chmod(path, 0o700);
}

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept.trim();
  const made = randomBytes(18).toString('hex');
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

/** Builds the cluster beside its place, so that one that was interrupted is never taken for a whole one. */
async function initialise(data: string, password: string, binaries: PostgresBinaries, runner: Runner): Promise<void> {
  const draft = `${data}.part`;
  const passwordFile = `${data}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await own(draft, runner);
  await writeFile(passwordFile, password);
  await own(passwordFile, runner);
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const [command = '', ...args] = [
    ...runner.prefix,
    binaries.initdb,
    ...flags,
    '--auth=scram-sha-256',
    '--username=usher',
    `--pwfile=${passwordFile}`,
    `--pgdata=${draft}`,
  ];
  try {
    await new Promise<void>((done, fail) => {
      const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', env: quietEnvironment() });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      child.once('error', fail);
      child.once('close', (code) =>
        code === 0 ? done() : fail(new Error(`PostgreSQL can't be prepared: ${lastLine(errors)}`)),
      );
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, data);
}

function launch(
  data: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  binaries: PostgresBinaries,
  runner: Runner,
  logFile: string,
): ChildProcess {
  const flags = Object.entries({ ...DEFAULTS, ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const [command = '', ...args] = [...runner.prefix, binaries.postgres, '-D', data, ...flags];
  const output = openSync(logFile, 'w', 0o600);
  try {
    // Not of the terminal's group: Ctrl-C is for the services, which need their database to finish.
    return spawn(command, args, {
      stdio: ['ignore', 'ignore', output],
      cwd: '/',
      detached: true,
      env: quietEnvironment(),
    });
  } finally {
    closeSync(output);
  }
}

/** PGPORT, PGDATA and their like are meant for other PostgreSQLs. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

async function untilAccepting(url: string, child: ChildProcess, logFile: string, signal?: AbortSignal): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  // Recovery after a crash replays what was written since the last checkpoint.
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(25)) {
    signal?.throwIfAborted();
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) {
      const text = await readFile(logFile, 'utf8').catch(() => '');
      const fatal = text.split('\n').filter((line) => /FATAL|PANIC|error while loading/.test(line));
      throw new Error(`PostgreSQL did not start: ${fatal[0] ?? (lastLine(text) || 'see ' + logFile)}`);
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'usher'");
      if (rowCount === 0) await client.query('CREATE DATABASE usher');
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      // 57P03: starting up. 42P04, 23505: another one has just made it.
      if (!/^(ECONNREFUSED|ECONNRESET|57P03|42P04|23505)$/.test(code)) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error(`PostgreSQL did not start within two minutes; see ${logFile}`);
}

/** SIGINT is PostgreSQL's "fast" stop: sessions end, a checkpoint is written. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await endProcesses([child.pid], 30_000, 'SIGINT');
}
