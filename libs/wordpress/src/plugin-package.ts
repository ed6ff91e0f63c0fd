import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

/** The connector plugin as WordPress's "Upload Plugin" takes it. */
export interface PluginPackage {
  /** Of the plugin's header: `0.2.0`. */
  version: string;
  zip: Uint8Array;
  /** Paths in the archive. */
  files: string[];
}

/** One of the plugin's making, so that the same files make the same archive. */
const MADE = new Date(2020, 0, 1);
const REGULAR_FILE_0644 = (0o100644 << 16) >>> 0;
const UNIX = 3;

/**
 * Packs the plugin's folder, whose name is that of the plugin and of its main file.
 *
 * @returns null where there is no plugin
 */
export async function packPlugin(folder: string): Promise<PluginPackage | null> {
  const main = join(folder, `${basename(folder)}.php`);
  const head = await readFile(main, 'utf8').catch(absent);
  if (head === null) return null;
  const version = /^ \* Version:\s*(\S+)/m.exec(head)?.[1];
  if (version === undefined) throw new Error(`${main} has no line "Version:"`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = paths.sort().map(async (path) => {
    return [relative(dirname(folder), path).split(sep).join('/'), await readFile(path)] as const;
  });
  const contents = Object.fromEntries(await Promise.all(named));
  const zip = zipSync(contents, { level: 9, mtime: MADE, os: UNIX, attrs: REGULAR_FILE_0644 });
  return { version, zip, files: Object.keys(contents) };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error;
  return null;
}
