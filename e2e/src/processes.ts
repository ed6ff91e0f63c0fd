import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, serveFlags } from '@usher/testing';

export type ServiceName = 'ingress' | 'provisioner' | 'audit';
const SERVICES: readonly ServiceName[] = ['ingress', 'provisioner', 'audit'];

/** The three services as compose runs them: separate processes that share nothing but their environment variables. */
export class Deployment {
  private readonly children = new Map<ServiceName, ChildProcess>();
  private readonly output = new Map<ServiceName, string>();
  private readonly ports = new Map<ServiceName, number>();

  constructor(private readonly environment: Record<string, string>) {}

  async start(...names: ServiceName[]): Promise<void> {
    await Promise.all((names.length === 0 ? SERVICES : names).map((name) => this.startOne(name)));
  }

  url(name: ServiceName): string {
    return `http://127.0.0.1:${this.ports.get(name)}`;
  }

  /** What the service printed: the last megabyte. */
  log(name: ServiceName): string {
    return this.output.get(name) ?? '';
  }

  /** kill -9, and wait until the process is gone. */
  async kill(name: ServiceName): Promise<void> {
    await this.end(name, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all(SERVICES.map((name) => this.end(name, 'SIGTERM')));
  }

  private async end(name: ServiceName, signal: NodeJS.Signals): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }

  private async startOne(name: ServiceName): Promise<void> {
    const port = this.ports.get(name) ?? (await freePort());
    this.ports.set(name, port);
    const child = spawn(process.execPath, [...serveFlags(), `apps/${name}/dist/main.js`], {
      env: { PATH: process.env.PATH, ...this.environment, USHER_HTTP_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.output.set(name, (this.log(name) + chunk.toString()).slice(-1_000_000));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.children.set(name, child);
    await this.untilReady(name, child);
  }

  private async untilReady(name: ServiceName, child: ChildProcess): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${this.log(name)}`);
      const response = await fetch(`${this.url(name)}/health/ready`).catch(() => undefined);
      if (response?.ok) return;
      await sleep(100);
    }
    throw new Error(`${name} did not become ready:\n${this.log(name)}`);
  }
}
