/** Packs the plugin into dist/usher-connector.zip, as WordPress's "Upload Plugin" takes it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zip } from './zip.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(join(project, 'usher-connector'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .map((path) => ({ name: relative(project, path).split(sep).join('/'), content: readFileSync(path) }));

mkdirSync(join(project, 'dist'), { recursive: true });
const target = join(project, 'dist', 'usher-connector.zip');
writeFileSync(target, zip(files));
process.stdout.write(`${target}: ${files.length} files\n`);
