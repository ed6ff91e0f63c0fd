const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `812 B`, `1.4 MB` */
export function bytesWords(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const size = bytes / 1000 ** power;
  return `${power === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${UNITS[power] ?? 'B'}`;
}
