import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.js';
import { npm } from './npm.js';

const manifest = fileURLToPath(new URL('./php-wasm/', import.meta.url));
const RELEASE = '3.1.56';

/** The version that the committed manifest and lock file install. */
export const DEFAULT_PHP_WASM = '8.3';

/** Versions of PHP that can be had as PHP-WASM, and npm's integrity of the package that brings each. */
const BUILDS = {
  '7.4': 'sha512-Zj5aHoY2c43kcO6BhM+JWz+06nq7WcHkp3R428Ij6QqxFFFp0VlF5NbrqtWmppK8xY2ZoV+f0NQsnYsBBEjM7A==',
  '8.3': 'sha512-FGj6HK9zlh+3Zoh/qOSP7WS1zPWvWMW1oBVojRzedW1j5XxlbXydcypUYpAcsdlQdrVFJ3VzSqytXK4QmQwaFQ==',
  '8.4': 'sha512-fam1tyIcDqyJrgUvm3gW37FZhE02YOL2nYUJpLwq0B9QA4WxQo2wx0W1Tg9LBoIeD7JtvEOHk1soyg6awLPMDQ==',
} as const;

export type PhpWasmVersion = keyof typeof BUILDS;
export const PHP_WASM_VERSIONS = Object.keys(BUILDS) as PhpWasmVersion[];

/** A folder with `node_modules` that holds PHP-WASM; installed through npm from a lock file on first use, then kept. */
export function phpWasmPackages(
  log: (message: string) => void = () => undefined,
  signal?: AbortSignal,
  version: PhpWasmVersion = DEFAULT_PHP_WASM,
): Promise<string> {
  return cached(
    `php-wasm-${RELEASE}-${version}`,
    async (folder) => {
      log(`fetching PHP-WASM ${version} through npm (25 MB, once)`);
      const [content, lock] = await Promise.all(['package.json', 'package-lock.json'].map(readManifest));
      choose(version, content as Manifest, lock as Lock);
      await writeFile(join(folder, 'package.json'), JSON.stringify(content));
      await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
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

interface Manifest {
  dependencies: Record<string, string>;
  overrides: Record<string, string>;
}
interface Lock {
  packages: Record<string, { integrity?: string; dependencies?: Record<string, string> }>;
}

async function readManifest(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(manifest, name), 'utf8'));
}

/** Makes another version the one that is installed, and the manifest's own one of those that are overridden. */
function choose(version: PhpWasmVersion, content: Manifest, lock: Lock): void {
  if (version === DEFAULT_PHP_WASM) return;
  const [wanted, unwanted] = [packageOf(version), packageOf(DEFAULT_PHP_WASM)];
  const at = (name: string) => `node_modules/${name}`;
  const { [at(wanted)]: tiny, [at(unwanted)]: whole, '': root } = lock.packages;
  const override = content.overrides[wanted];
  if (!tiny || !whole || !root?.dependencies || override === undefined)
    throw new Error(`the lock file of PHP-WASM has no ${wanted}`);
  lock.packages[at(wanted)] = { ...whole, integrity: BUILDS[version] };
  lock.packages[at(unwanted)] = tiny;
  for (const dependencies of [content.dependencies, root.dependencies]) {
    delete dependencies[unwanted];
    dependencies[wanted] = RELEASE;
  }
  delete content.overrides[wanted];
  content.overrides[unwanted] = override;
}

function packageOf(version: PhpWasmVersion): string {
  return `@php-wasm/node-${version.replace('.', '-')}`;
}
