/** Packs the plugin into dist/usher-connector.zip, as WordPress's "Upload Plugin" takes it; needs @usher/wordpress built. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packPlugin } from '@usher/wordpress';

const project = fileURLToPath(new URL('..', import.meta.url));
const packed = await packPlugin(join(project, 'usher-connector'));
if (packed === null) throw new Error(`${project} has no plugin`);

mkdirSync(join(project, 'dist'), { recursive: true });
const target = join(project, 'dist', 'usher-connector.zip');
writeFileSync(target, packed.zip);
process.stdout.write(`${target}: ${packed.files.length} files\n`);
