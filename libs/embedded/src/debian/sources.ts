import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where this machine gets Debian from. */
export interface DebianMirror {
  /** As it stands in apt's sources, whatever host it names. */
  uri: string;
  /** Keyring that signs it: a path, or null for apt's default. */
  signedBy: string | null;
}

/**
 * The mirror from which apt gets Debian's main archive here, so that another suite can be asked of the same one.
 *
 * @param folder apt's configuration
 * @returns null when there is none: another distribution, or no apt at all
 */
export async function debianMirror(folder = '/etc/apt'): Promise<DebianMirror | null> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...parts.sort().map((name) => join('sources.list.d', name))];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    const found = file.endsWith('.sources') ? fromDeb822(text) : file.endsWith('.list') ? fromLines(text) : null;
    if (found !== null) return found;
  }
  return null;
}

/** `deb [signed-by=/path] http://host/debian bookworm main` */
function fromLines(text: string): DebianMirror | null {
  for (const line of text.split('\n')) {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+\s+(.*)$/.exec(line.trim());
    if (match === null) continue;
    const [, options = '', uri = '', components = ''] = match;
    if (isMainArchive(uri, components)) return { uri, signedBy: /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? null };
  }
  return null;
}

/** Paragraphs of `Name: value`. */
function fromDeb822(text: string): DebianMirror | null {
  for (const paragraph of text.split(/\n\s*\n/)) {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(paragraph)?.[1]?.trim() ?? '';
    const [uri = ''] = field('URIs').split(/\s+/);
    if (field('Types').split(/\s+/).includes('deb') && isMainArchive(uri, field('Components')))
      // A key that stands in the file itself (a block of several lines) is the archive's own: apt has it anyway.
      return { uri, signedBy: field('Signed-By').startsWith('/') ? field('Signed-By') : null };
  }
  return null;
}

/** Not the security archive, which has only some packages, nor another vendor's. */
function isMainArchive(uri: string, components: string): boolean {
  return /\/debian\/?$/.test(uri) && components.split(/\s+/).includes('main');
}
