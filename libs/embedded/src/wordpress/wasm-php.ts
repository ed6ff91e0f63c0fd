import type { PhpRuntime, PhpServer, SitePaths } from './php-runtime.js';

export class WasmPhp implements PhpRuntime {
  readonly kind = 'wasm';
  constructor(private readonly log: (message: string) => void) {}
  async open(_site: SitePaths): Promise<void> {}
  run(_code: string): Promise<string> {
    throw new Error('PHP-WASM is not ready');
  }
  serve(_site: SitePaths, _port: number, _log: (message: string) => void): Promise<PhpServer> {
    throw new Error('PHP-WASM is not ready');
  }
  async close(): Promise<void> {}
}
