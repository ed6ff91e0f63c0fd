import type { Preset } from '../../api/presets.js';

/** The one for all others, which no search hides. */
const GENERIC = 'generic';

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose name or other names hold each word of the text, in the order that they come in; the general one last. */
export function matchingPresets<T extends Pick<Preset, 'id' | 'name' | 'aliases'>>(
  presets: readonly T[],
  text: string,
): T[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return presets
    .filter(({ id, name, aliases }) => {
      const names = plain([id, name, ...aliases].join(' '));
      return id === GENERIC || words.every((word) => names.includes(word));
    })
    .sort((a, b) => Number(a.id === GENERIC) - Number(b.id === GENERIC));
}
