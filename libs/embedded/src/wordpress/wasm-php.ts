import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PhpRuntime, PhpServer, SitePaths } from './php-runtime.js';
import { phpWasmPackages } from './php-wasm-packages.js';
import type { WasmCall, WasmReply } from './wasm-protocol.js';

/** Under Jest this file is TypeScript; the child process needs the built one. */
const program = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../../dist/wordpress/wasm-main.js', import.meta.url)
    : new URL('./wasm-main.js', import.meta.url),
);

/** PHP-WASM in a child process, so that its processor time and half a gigabyte of memory are not the services'. */
export class WasmPhp implements PhpRuntime {
  readonly kind = 'wasm';
  private child: ChildProcess | undefined;
  private site: SitePaths | undefined;
  private serving: number | undefined;
  private packages: Promise<string> | undefined;
  private closing = false;
  private calls = 0;
  private readonly waiting = new Map<number, { resolve(text: string): void; reject(error: Error): void }>();

  constructor(
    private readonly log: (message: string) => void,
    private readonly signal?: AbortSignal,
  ) {}

  /** The packages are in the cache when this resolves. */
  fetch(): Promise<string> {
    this.packages ??= phpWasmPackages(this.log, this.signal);
    return this.packages;
  }

  /** Starts the child process on a site. */
  async open(site: SitePaths): Promise<void> {
    this.site = site;
    const packages = await this.fetch();
    this.log('starting PHP-WASM');
    const child = fork(program, [packages, site.folder], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Ctrl-C in the terminal is for the parent, which ends this one in its turn.
      detached: true,
      execArgv: [],
    });
    this.child = child;
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
    child.on('message', (reply: WasmReply) => {
      const call = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if (reply.error === undefined) call?.resolve(reply.output ?? '');
      else call?.reject(new Error(reply.error));
    });
    child.once('exit', (code, signal) => this.ended(`PHP-WASM ended (${signal ?? code}) ${lastLine(errors)}`.trim()));
    await once(child, 'spawn');
    await writeFile(site.pidFile, String(child.pid));
    await this.call('ready', '');
  }

  run(code: string): Promise<string> {
    return this.call('run', code);
  }

  async serve(_site: SitePaths, port: number): Promise<PhpServer> {
    await this.call('serve', String(port));
    this.serving = port;
    return {
      check: async () => {
        if (this.child === undefined) throw new Error('PHP-WASM has ended and is being started again');
      },
      stop: () => this.close(),
    };
  }

  async close(): Promise<void> {
    this.closing = true;
    const child = this.child;
    if (child === undefined) return;
    const exit = once(child, 'exit');
    child.disconnect();
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exit;
    clearTimeout(kill);
    if (this.site) await rm(this.site.pidFile, { force: true });
  }

  private ended(why: string): void {
    this.child = undefined;
    for (const call of this.waiting.values()) call.reject(new Error(why));
    this.waiting.clear();
    if (!this.closing && this.serving !== undefined) void this.again(why);
  }

  /** An instance of PHP that has trapped is of no more use: another one takes its place. */
  private async again(why: string): Promise<void> {
    this.log(`${why}; starting it again`);
    while (!this.closing && this.child === undefined && this.site && this.serving !== undefined) {
      await sleep(1_000);
      try {
        await this.open(this.site);
        await this.call('serve', String(this.serving));
      } catch (error) {
        this.log(error instanceof Error ? error.message : String(error));
      }
    }
  }

  private call(method: WasmCall['method'], argument: string): Promise<string> {
    const child = this.child;
    if (child === undefined) return Promise.reject(new Error('PHP-WASM is not running'));
    return new Promise((resolve, reject) => {
      const id = (this.calls += 1);
      this.waiting.set(id, { resolve, reject });
      child.send({ id, method, argument } satisfies WasmCall);
    });
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
