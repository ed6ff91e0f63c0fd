/**
 * `npm run console:size`: the JavaScript that a browser must fetch before the console shows anything, gzipped: the entry
 * of index.html, and whatever it imports statically. Everything else is loaded with the screen that needs it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Bytes. */
const LIMIT = 300_000;

const root = fileURLToPath(new URL('../apps/console/dist/public', import.meta.url));
if (!existsSync(join(root, 'index.html'))) {
  console.error('console: not built; run "npx nx build console" first');
  process.exit(1);
}

const page = readFileSync(join(root, 'index.html'), 'utf8');
const waiting = [...page.matchAll(/<(?:script|link)[^>]*?(?:src|href)="([^"]+\.js)"/g)].map(([, path]) =>
  join(root, path),
);
const sizes = new Map();
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (sizes.has(file)) continue;
  const code = readFileSync(file, 'utf8');
  sizes.set(file, gzipSync(code, { level: 9 }).length);
  for (const [, from] of code.matchAll(/\b(?:import|from)\s*"(\.[^"]+\.js)"/g)) waiting.push(join(dirname(file), from));
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const [file, size] of sizes) console.log(`${kilobytes(size).padStart(10)}  ${relative(root, file)}`);
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
if (sizes.size === 0) console.error('console: index.html loads no script');
console.log(`${kilobytes(total).padStart(10)}  first load, of ${kilobytes(LIMIT)} at most`);
process.exit(sizes.size > 0 && total < LIMIT ? 0 : 1);
