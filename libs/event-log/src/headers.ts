/**
 * Headers from the JSON text that the tables keep. Text that is no object of strings gives no headers: its message
 * then is a dead letter for whoever reads it, rather than something that neither relay nor reader gets past.
 */
export function parseHeaders(text: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
