/** `npm start`: builds what has changed, quietly, and runs everything in one process. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`usher: Node ${process.versions.node} is too old; Usher needs 20.19 or newer`);
  process.exit(1);
}
if (!existsSync(new URL('../node_modules/nx', import.meta.url))) {
  console.error('usher: run "npm ci" first');
  process.exit(1);
}

await build();
await import('../apps/standalone/dist/main.js');

/** Seconds when something has changed, less than one otherwise. */
async function build() {
  const begun = Date.now();
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const child = spawn(process.execPath, [nx, 'build', 'standalone', '--output-style=static'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const waiting = setTimeout(() => process.stdout.write('Building Usher'), 700);
  const dots = setInterval(() => process.stdout.write(Date.now() - begun > 700 ? '.' : ''), 1_000);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearTimeout(waiting);
  clearInterval(dots);
  if (code === null) process.exit(130);
  if (code !== 0) {
    console.error(`\n${output}\nusher: the build failed`);
    process.exit(1);
  }
  const seconds = (Date.now() - begun) / 1000;
  if (seconds > 0.7) console.log(`${seconds > 1.7 ? ' ' : 'Building Usher '}done (${seconds.toFixed(1)} s)`);
}
