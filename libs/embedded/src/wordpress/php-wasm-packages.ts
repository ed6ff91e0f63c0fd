import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.js';
import { npm } from './npm.js';

const manifest = fileURLToPath(new URL('./php-wasm/', import.meta.url));

/** A folder with `node_modules` that holds PHP-WASM; installed through npm from a lock file on first use, then kept. */
export function phpWasmPackages(log: (message: string) => void, signal?: AbortSignal): Promise<string> {
  return cached(
    'php-wasm-3.1.56-8.3',
    async (folder) => {
      log('fetching PHP-WASM through npm (25 MB, once)');
      for (const name of ['package.json', 'package-lock.json'])
        await copyFile(join(manifest, name), join(folder, name));
      // Its packages ask for a newer Node than they need.
      await npm(['ci', '--ignore-scripts', '--omit=dev', '--engine-strict=false'], folder, {
        signal,
        onBytes: (bytes) => log(`fetching PHP-WASM: ${Math.round(bytes / 1e6)} MB`),
      });
      await rm(join(folder, '.npm-cache'), { recursive: true, force: true });
    },
    log,
  );
}
