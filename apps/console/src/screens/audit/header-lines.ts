/**
 * Headers as they are typed, one a line: `Authorization: Splunk 1234`.
 *
 * @returns null when a line is none
 */
export function headersFrom(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, Math.max(colon, 0)).trim(), line.slice(colon + 1).trim()];
  });
  return pairs.some(([name, value]) => name === '' || value === '') ? null : Object.fromEntries(pairs);
}
