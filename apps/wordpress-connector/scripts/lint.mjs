/** Syntax check of the plugin with the machine's PHP, if it has one; the versions in its three places must agree. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const plugin = fileURLToPath(new URL('../usher-connector/', import.meta.url));
const faults = [];

const main = readFileSync(join(plugin, 'usher-connector.php'), 'utf8');
const versions = [
  /^ \* Version:\s+(\S+)/m.exec(main)?.[1],
  /'USHER_CONNECTOR_VERSION', '([^']+)'/.exec(main)?.[1],
  /^Stable tag: (\S+)/m.exec(readFileSync(join(plugin, 'readme.txt'), 'utf8'))?.[1],
];
if (new Set(versions).size !== 1) faults.push(`versions differ: ${versions.join(', ')}`);

if (spawnSync('php', ['--version']).error) {
  process.stdout.write('no php on the PATH: the syntax of the plugin was not checked\n');
} else {
  for (const entry of readdirSync(plugin, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.php')) continue;
    const path = join(entry.parentPath, entry.name);
    const { status, stdout, stderr } = spawnSync('php', ['-l', path], { encoding: 'utf8' });
    if (status !== 0) faults.push(`${stdout}${stderr}`.trim());
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
