import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ending, lastLine } from '../process/processes.js';
import type { PhpRuntime, PhpServer, SitePaths } from './php-runtime.js';
import { DEFAULT_PHP_WASM, phpWasmPackages, type PhpWasmVersion } from './php-wasm-packages.js';
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
  private packages: Promise<string> | undefined;
  private ended: Promise<string> | undefined;
  private calls = 0;
  private readonly waiting = new Map<number, { resolve(text: string): void; reject(error: Error): void }>();

  constructor(
    private readonly log: (message: string) => void,
    private readonly signal?: AbortSignal,
    private readonly version: PhpWasmVersion = DEFAULT_PHP_WASM,
  ) {}

  /** The packages are in the cache when this resolves. */
  fetch(): Promise<string> {
    this.packages ??= phpWasmPackages(this.log, this.signal, this.version);
    return this.packages;
  }

  /** Starts the child process on a site. */
  async open(site: SitePaths): Promise<void> {
    this.site = site;
    const packages = await this.fetch();
    this.log('starting PHP-WASM');
    const child = fork(program, [packages, site.folder, this.version], {
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
    this.ended = ending(child, 'PHP-WASM', () => lastLine(errors));
    void this.ended.then((how) => {
      this.child = undefined;
      for (const call of this.waiting.values()) call.reject(new Error(how));
      this.waiting.clear();
    });
    await once(child, 'spawn');
    await writeFile(site.pidFile, String(child.pid));
    await this.call('ready', '');
  }

  run(code: string): Promise<string> {
    return this.call('run', code);
  }

  async serve(_site: SitePaths, port: number): Promise<PhpServer> {
    await this.call('serve', String(port));
    return { ended: this.ended ?? Promise.resolve('PHP-WASM was not started'), stop: () => this.close() };
  }

  async close(): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    if (child.connected) child.disconnect();
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(kill);
    if (this.site) await rm(this.site.pidFile, { force: true });
  }

  private call(method: WasmCall['method'], argument: string): Promise<string> {
    const child = this.child;
    if (child === undefined) return Promise.reject(new Error('PHP-WASM is not running'));
    return new Promise((resolve, reject) => {
      const id = (this.calls += 1);
      this.waiting.set(id, { resolve, reject });
      // One that is dying is told of by its end.
      child.send({ id, method, argument } satisfies WasmCall, () => undefined);
    });
  }
}
