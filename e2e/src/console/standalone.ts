import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@usher/testing';

const PROGRAM = resolve('apps/standalone/dist/main.js');

/** What `npm start` runs, with the console at `/`: a process of its own on a free port, with a data folder of its own. */
export class Standalone {
  private output = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @throws Error with what it printed when it ends instead of serving */
  static async start(environment: Record<string, string>, ...args: string[]): Promise<Standalone> {
    const folder = await mkdtemp(join(tmpdir(), 'usher-console-'));
    const port = await freePort();
    const { PATH, HOME, USHER_CACHE_DIR } = process.env;
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: folder,
      env: {
        ...{ PATH, HOME, USHER_CACHE_DIR, USHER_HTTP_PORT: String(port), USHER_DATA_DIR: join(folder, 'data') },
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const standalone = new Standalone(`http://127.0.0.1:${port}`, child, folder);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (standalone.output = (standalone.output + String(chunk)).slice(-1_000_000)));
    try {
      await standalone.untilReady();
      return standalone;
    } catch (error) {
      await standalone.stop();
      throw error;
    }
  }

  /** What it printed: the last megabyte. */
  log(): string {
    return this.output;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((done) => this.child.once('exit', done));
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
      await gone;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + 90_000;
    while (Date.now() < deadline) {
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}:\n${this.output}`);
      const response = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (response?.ok) return;
      await sleep(100);
    }
    throw new Error(`it did not become ready:\n${this.output}`);
  }
}
