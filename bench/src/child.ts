import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Job, JobResult } from './load/protocol.js';

const READY_WITHIN_MS = 60_000;

export interface ServerProcess {
  name: string;
  pid: number;
  baseUrl: string;
  /** The last of what it printed. */
  printed(): string;
  stop(): Promise<void>;
}

/**
 * Starts a server as its own process and waits for `/health/ready`.
 * @throws {Error} with what it printed, when it ends or isn't ready within a minute.
 */
export async function startServer(
  name: string,
  script: string,
  port: number,
  environment: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeFlags, script], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', USHER_HTTP_PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killWithUs(child);
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const baseUrl = `http://127.0.0.1:${port}`;
  const until = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(baseUrl, environment.USHER_SCIM_TOKEN ?? ''))) {
    if (child.exitCode !== null || Date.now() > until) {
      await end(child);
      throw new Error(`the ${name} did not become ready:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (child.pid === undefined) throw new Error(`the ${name} has no process id`);
  return { name, pid: child.pid, baseUrl, printed: () => printed, stop: () => end(child) };
}

/** Ctrl-C and the like: the hook that stops PostgreSQL ends this process, and nothing may outlive it. */
function killWithUs(child: ChildProcess): void {
  process.once('exit', () => child.kill('SIGKILL'));
}

async function isReady(baseUrl: string, token: string): Promise<boolean> {
  try {
    const answer = await fetch(`${baseUrl}/health/ready`, { headers: { authorization: `Bearer ${token}` } });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/** The generator process: one job at a time. */
export class Generator {
  private readonly child: ChildProcess;

  constructor(script: string) {
    // Latencies travel as a typed array.
    this.child = fork(script, { serialization: 'advanced' });
  }

  run(job: Job): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      const failed = (): void => reject(new Error('the load generator ended'));
      this.child.once('exit', failed);
      this.child.once('message', (result) => {
        this.child.off('exit', failed);
        resolve(result as JobResult);
      });
      this.child.send(job);
    });
  }

  stop(): Promise<void> {
    return end(this.child);
  }
}
